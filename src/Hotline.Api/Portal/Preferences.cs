using Hotline.Api.Platform;
using Microsoft.AspNetCore.Localization;

namespace Hotline.Api.Portal;

/// <summary>Language and view, kept in two cookies for a year; plain links, so they work without scripts.</summary>
internal static class Preferences
{
    public const string LanguageCookie = "lang";
    public const string LanguageQuery = "lang";
    public const string ViewCookie = "view";
    /// <summary>长者版: larger text and larger targets.</summary>
    public const string Elder = "elder";

    private static readonly string[] Languages = ["zh-CN", "en"];

    public static void Map(IEndpointRouteBuilder app)
    {
        var links = app.MapGroup("").ExcludeFromDescription().AllowAnonymous().RequireRateLimiting(RateLimits.Public);
        links.MapGet("/language", (string? to, string? back, HttpContext http) =>
        {
            KeepLanguage(http, to);
            return TypedResults.LocalRedirect(Local(back));
        });
        links.MapGet("/view", (string? mode, string? back, HttpContext http) =>
        {
            if (mode == Elder) Keep(http, ViewCookie, Elder);
            else http.Response.Cookies.Delete(ViewCookie);
            return TypedResults.LocalRedirect(Local(back));
        });
    }

    /// <summary>A link with <c>?lang=en</c> switches for good, not for one page.</summary>
    public static Task RememberLanguage(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Query.TryGetValue(LanguageQuery, out var asked)) KeepLanguage(http, asked);
        return next(http);
    }

    private static void KeepLanguage(HttpContext http, string? asked)
    {
        if (Array.Find(Languages, l => l.Equals(asked, StringComparison.OrdinalIgnoreCase)) is { } language)
            Keep(http, LanguageCookie, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(language)));
    }

    private static void Keep(HttpContext http, string name, string value) => http.Response.Cookies.Append(name, value,
        new CookieOptions { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, HttpOnly = true, Secure = http.Request.IsHttps, IsEssential = true });

    /// <summary>Only a path of this site; "//host" and "/\host" would lead elsewhere.</summary>
    private static string Local(string? back) =>
        back is ['/', ..] && back is not ['/', '/' or '\\', ..] && !back.Any(char.IsControl) ? back : "/";
}
