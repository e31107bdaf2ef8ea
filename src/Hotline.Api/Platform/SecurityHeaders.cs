namespace Hotline.Api.Platform;

/// <summary>The same strict headers on every answer; nothing is loaded from elsewhere, but by the telephone in the console where one is configured.</summary>
internal static class SecurityHeaders
{
    /// <summary>Where Twilio's Voice SDK connects to and plays from, as its documentation names them.</summary>
    private const string TelephoneConnects = " https://eventgw.twilio.com wss://voice-js.roaming.twilio.com https://media.twiliocdn.com https://sdk.twilio.com";
    private const string TelephonePlays = " mediastream: https://media.twiliocdn.com https://sdk.twilio.com";

    /// <param name="telephone">The browser can be a telephone here.</param>
    public static Task Add(HttpContext http, bool telephone, Func<Task> next)
    {
        var headers = http.Response.Headers;
        var host = http.Request.Host.Value;
        telephone = telephone && http.Request.Path.StartsWithSegments("/console");
        headers.ContentSecurityPolicy = $"default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:{(telephone ? TelephonePlays : "")}; worker-src 'self' blob:; connect-src 'self' ws://{host} wss://{host}{(telephone ? TelephoneConnects : "")}; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(self), microphone=(self)";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (http.Request.Path.StartsWithSegments("/api")) headers.CacheControl = "no-store";
        return next();
    }
}
