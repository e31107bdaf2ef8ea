using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Channels;
using Hotline.Channels.Mail;
using Hotline.Domain;

namespace Hotline.Api.Intake.Doors;

/// <summary>What the mail server's log may hold.</summary>
/// <param name="TicketNumber">Null for machines' mail and for what went to quarantine.</param>
/// <param name="Duplicate">The mail was known.</param>
/// <param name="Origin">Only a person's mail opens a ticket.</param>
internal sealed record MailReceipt(string? TicketNumber, bool Duplicate, MailOrigin Origin);

/// <summary>
/// <c>POST /webhooks/mail/raw</c>: a mail server pipes each mail as it came. 200 means that it is on disk; anything else that the
/// server keeps it and tries again (429, 5xx), or gives it back to its sender (413).
/// </summary>
internal static class MailDoor
{
    public const string Path = "/webhooks/mail/raw";
    public const string KeyHeader = "X-Mail-Key";
    private const int MostFiles = 20;

    /// <summary>A mail of 30 MB needs several times that while it is read and sealed: others wait with their senders.</summary>
    private static readonly SemaphoreSlim Turn = new(2);

    public static void Map(IEndpointRouteBuilder app) => app.MapPost(Path, Take)
        .WithMetadata(new WithoutAntiforgery(), new Microsoft.AspNetCore.Mvc.DisableRequestSizeLimitAttribute()).ExcludeFromDescription().AllowAnonymous();

    private static async Task<IResult> Take(HttpContext http, HotlineOptions hotline, IntakePipeline intake, AttachmentStore attachments, TimeProvider clock, CancellationToken ct)
    {
        var options = hotline.Channels.Mail;
        if (options.WhyNotConfigured is { } missing) return Problems.ToResult(new Error(ErrorKind.Unavailable, "mail.not_configured") { Arguments = [missing] });
        if (!ShowsKey(http.Request, options.RawKey!)) return Problems.ToResult(new Error(ErrorKind.Unauthorized, "mail.key_wrong"));
        await Turn.WaitAsync(ct);
        try
        {
            if (await BoundedBody.Read(http, MimeReader.LargestMail, ct) is not { } raw || !MimeReader.TryRead(raw, out var mail, out _))
                throw new BadHttpRequestException("a mail of at most 30 MB is expected", 413);
            var thread = new MailThread(options.Address!);
            var origin = MailOrigins.Of(mail, thread);
            var stored = await intake.Submit(await Request(mail, raw, thread, origin, attachments, clock.GetUtcNow(), ct));
            return stored.Error is { } full ? Problems.ToResult(full) : TypedResults.Ok(new MailReceipt(stored.Value!.TicketNumber, stored.Value.Duplicate, origin));
        }
        finally
        {
            Turn.Release();
        }
    }

    private static async Task<IntakeRequest> Request(MailMessage mail, byte[] raw, MailThread thread, MailOrigin origin, AttachmentStore attachments, DateTimeOffset now, CancellationToken ct)
    {
        var person = origin == MailOrigin.Person;
        var (files, refused) = person ? await Save(mail, attachments, ct) : ([], []);
        var text = refused.Count == 0 ? mail.Text : $"{mail.Text}\n\n（未收的附件 / Files not taken：{string.Join('、', refused)}）".Trim();
        // One character for each byte: the mail comes back as it was, in whatever charset.
        var payload = Encoding.Latin1.GetString(raw).Replace("\0", "%00", StringComparison.Ordinal);
        var message = new IncomingMessage(ChannelKind.Email, $"mail:{thread.Address}", mail.MessageId ?? $"sha256:{Convert.ToHexStringLower(SHA256.HashData(raw))}",
            mail.From?.Address, mail.From?.Name, mail.Subject, text, now, [], payload, "message/rfc822");
        return new IntakeRequest(message)
        {
            Email = mail.From?.Address, Files = files, SetAside = person ? null : $"mail.{origin.ToString().ToLowerInvariant()}",
            Follows = person ? [.. thread.Numbers(mail).Where(n => Domain.Tickets.TicketNumber.TryParse(n, out _))] : [],
        };
    }

    /// <summary>A file that is not what it says, or of a kind that is not taken, does not keep the resident's words out; the raw mail has it.</summary>
    private static async Task<(List<StoredFile> Files, List<string> Refused)> Save(MailMessage mail, AttachmentStore attachments, CancellationToken ct)
    {
        var files = new List<StoredFile>();
        var refused = new List<string>();
        foreach (var file in mail.Attachments)
        {
            using var content = new MemoryStream(file.Content.ToArray());
            var saved = files.Count < MostFiles ? await attachments.Save(content, file.FileName, ct) : Error.Field("file", "attachment.too_many");
            if (saved.Value is { } taken) files.Add(taken);
            else refused.Add(file.FileName);
        }
        return (files, refused);
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
