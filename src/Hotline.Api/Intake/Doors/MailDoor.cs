using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Hotline.Api.Platform;
using Hotline.Channels.Mail;
using Hotline.Domain;

namespace Hotline.Api.Intake.Doors;

/// <summary>
/// <c>POST /webhooks/mail/raw</c>: a mail server pipes each mail as it came. 200 means that it is on disk; anything else that the
/// server keeps it and tries again (429, 5xx), or gives it back to its sender (413).
/// </summary>
internal static class MailDoor
{
    public const string Path = "/webhooks/mail/raw";
    public const string KeyHeader = "X-Mail-Key";

    /// <summary>So many mails of 30 MB in memory; the others wait with their senders.</summary>
    private static readonly SemaphoreSlim Reading = new(6);

    public static void Map(IEndpointRouteBuilder app) => app.MapPost(Path, Take)
        .WithMetadata(new WithoutAntiforgery(), new Microsoft.AspNetCore.Mvc.DisableRequestSizeLimitAttribute()).ExcludeFromDescription().AllowAnonymous();

    private static async Task<IResult> Take(HttpContext http, HotlineOptions hotline, MailIntake mails, CancellationToken ct)
    {
        var options = hotline.Channels.Mail;
        if (options.WhyNotConfigured is { } missing) return Problems.ToResult(new Error(ErrorKind.Unavailable, "mail.not_configured") { Arguments = [missing] });
        if (!ShowsKey(http.Request, options.RawKey!)) return Problems.ToResult(new Error(ErrorKind.Unauthorized, "mail.key_wrong"));
        await Reading.WaitAsync(ct);
        try
        {
            var raw = await BoundedBody.Read(http, MimeReader.LargestMail, ct) ?? throw new BadHttpRequestException("a mail of at most 30 MB is expected", 413);
            var taken = await mails.Take(raw, whole: true, ct);
            return taken.Error is { } full ? Problems.ToResult(full) : TypedResults.Ok(taken.Value);
        }
        finally
        {
            Reading.Release();
        }
    }

    private static bool ShowsKey(HttpRequest request, string key) =>
        Same(request.Headers[KeyHeader], key)
        || (AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var given) && given.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) && Same(Password(given.Parameter), key));

    private static string? Password(string? credentials)
    {
        var bytes = new byte[credentials?.Length ?? 0];
        if (!Convert.TryFromBase64String(credentials ?? "", bytes, out var length)) return null;
        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : pair[(colon + 1)..];
    }

    private static bool Same(string? given, string key) =>
        given is { Length: > 0 } && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
