using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Hotline.Api.Portal;

/// <summary>
/// Number and query code of the ticket a resident is looking at, sealed in a cookie for 30 minutes: they never stand in an
/// address, and the receipt can be shown to nobody but its submitter.
/// </summary>
internal sealed class TicketPass(IDataProtectionProvider protection, IHttpContextAccessor accessor)
{
    public sealed record Pair(string Number, string Code);

    /// <summary>Opens the ticket's own page.</summary>
    public const string Track = "/track";
    /// <summary>Shows number and code once more after sending.</summary>
    public const string Receipt = "/receipt";

    private static readonly TimeSpan Valid = TimeSpan.FromMinutes(30);

    private HttpContext Http => accessor.HttpContext!;

    public void Issue(string page, string number, string code) =>
        Http.Response.Cookies.Append(NameOf(page), Sealer(page).Protect($"{number} {code}", Valid), Options(page, Valid));

    /// <summary>Null when there is none, when it is too old or was tampered with.</summary>
    public Pair? Read(string page)
    {
        if (Http.Request.Cookies[NameOf(page)] is not { Length: > 0 } cookie) return null;
        try { return Sealer(page).Unprotect(cookie).Split(' ') is [var number, var code] ? new Pair(number, code) : null; }
        catch (CryptographicException) { return null; }
    }

    public void Forget()
    {
        foreach (var page in new[] { Track, Receipt }) Http.Response.Cookies.Append(NameOf(page), "", Options(page, TimeSpan.Zero));
    }

    private ITimeLimitedDataProtector Sealer(string page) => protection.CreateProtector("Hotline.Portal.TicketPass", page).ToTimeLimitedDataProtector();

    private static string NameOf(string page) => "ticket-" + page[1..];

    private CookieOptions Options(string page, TimeSpan age) => new()
    {
        Path = page, MaxAge = age, HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = Http.Request.IsHttps, IsEssential = true,
    };
}
