namespace Hotline.Api.Platform;

/// <summary>The same strict headers on every answer; nothing is loaded from elsewhere.</summary>
internal static class SecurityHeaders
{
    public static Task Add(HttpContext http, Func<Task> next)
    {
        var headers = http.Response.Headers;
        var host = http.Request.Host.Value;
        headers.ContentSecurityPolicy = $"default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; worker-src 'self' blob:; connect-src 'self' ws://{host} wss://{host}; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(self), microphone=(self)";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (http.Request.Path.StartsWithSegments("/api")) headers.CacheControl = "no-store";
        return next();
    }
}
