using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Hotline.Channels.WebForm;

/// <summary>What a resident typed into the web mailbox.</summary>
/// <param name="SubmissionId">Made once when the form is shown and sent back with it, so a double click or a reload sends one message.</param>
/// <param name="Mailbox">Which mailbox of the city; becomes the channel account.</param>
/// <param name="Name">Null when the resident gave none.</param>
/// <param name="Phone">Null when the resident gave none.</param>
/// <param name="Email">Null when the resident gave none.</param>
/// <param name="Subject">May be empty.</param>
/// <param name="Body">Must not be blank.</param>
/// <param name="Attachments">Files that are already stored.</param>
public sealed record WebMailboxForm(
    Guid SubmissionId,
    string Mailbox,
    string? Name,
    string? Phone,
    string? Email,
    string Subject,
    string Body,
    IReadOnlyList<IncomingAttachment> Attachments);

/// <summary>The web mailbox: the form proves nothing about who sent it.</summary>
public static class WebMailbox
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>Turns a submission into a message; the error names the field that is missing.</summary>
    public static bool TryRead(
        WebMailboxForm form,
        DateTimeOffset receivedAt,
        [NotNullWhen(true)] out IncomingMessage? message,
        [NotNullWhen(false)] out FieldError? error)
    {
        var body = PlainText.Clean(form.Body).Trim();
        error =
            form.SubmissionId == Guid.Empty ? new(nameof(form.SubmissionId), "is missing")
            : string.IsNullOrWhiteSpace(form.Mailbox) ? new(nameof(form.Mailbox), "is missing")
            : body.Length == 0 ? new(nameof(form.Body), "is empty")
            : null;
        message = error is not null
            ? null
            : new IncomingMessage(
                ChannelKind.Web,
                form.Mailbox,
                form.SubmissionId.ToString("D"),
                Given(form.Phone) ?? Given(form.Email),
                Given(form.Name),
                PlainText.Clean(form.Subject).Trim(),
                body,
                receivedAt,
                form.Attachments,
                JsonSerializer.Serialize(form, Readable),
                "application/json");
        return message is not null;
    }

    private static string? Given(string? text) => PlainText.Clean(text).Trim() is { Length: > 0 } given ? given : null;
}
