using System.Globalization;
using System.Threading.RateLimiting;
using Hotline.Api.Portal;
using Hotline.Domain;

namespace Hotline.Api.Platform;

/// <summary>The limits of the public doors, by address; figures in <see cref="RateLimitOptions"/>.</summary>
internal static class RateLimits
{
    /// <summary>For the page with the form: sending counts, reading it (in another language too) is like reading any page.</summary>
    public const string Submit = "submit";
    public const string Public = "public";
    public const string SignIn = "sign-in";

    public static IServiceCollection AddRateLimits(this IServiceCollection services, RateLimitOptions limits) => services.AddRateLimiter(o =>
    {
        o.AddPolicy(Submit, http => HttpMethods.IsPost(http.Request.Method) && !PortalPages.SwitchesLanguage(http.Request) ? Window(http, "submit", limits.SubmitPerMinute) : Window(http, "public", limits.PublicPerMinute));
        o.AddPolicy(Public, http => Window(http, "public", limits.PublicPerMinute));
        o.AddPolicy(SignIn, http => Window(http, "sign-in", limits.SignInPerMinute));
        o.OnRejected = async (context, ct) =>
        {
            var seconds = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? (int)Math.Ceiling(wait.TotalSeconds) : 60;
            context.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            if (PortalPages.Serves(context.HttpContext.Request)) context.HttpContext.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            else await Problems.ToResult(new Error(ErrorKind.TooMany, "rate.limited")).ExecuteAsync(context.HttpContext);
        };
    });

    private static RateLimitPartition<string> Window(HttpContext http, string door, int perMinute) => RateLimitPartition.GetSlidingWindowLimiter(
        $"{door}:{http.Connection.RemoteIpAddress}",
        _ => new SlidingWindowRateLimiterOptions { PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6, QueueLimit = 0 });
}
