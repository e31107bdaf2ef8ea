using System.Text.Encodings.Web;
using System.Text.Json;
using Hotline.Channels;
using Hotline.Domain.Tickets;

namespace Hotline.Api.Intake;

/// <summary>What a door hands over: the message as it came, and what the door already knows of it.</summary>
internal sealed record IntakeRequest(IncomingMessage Message)
{
    public TicketType? Type { get; init; }
    public string? Place { get; init; }
    public bool Anonymous { get; init; }
    public bool Confidential { get; init; }
    public string? Email { get; init; }
    public string? Address { get; init; }
    /// <summary>Files the door has already put into the attachment store.</summary>
    public IReadOnlyList<StoredFile> Files { get; init; } = [];
    /// <summary>The provider's own words for the language, such as <c>en</c>; found from the text when null.</summary>
    public string? Language { get; init; }
    /// <summary>Why the message is kept but opens no ticket, such as <c>mail.bounce</c>; null for all that people write.</summary>
    public string? SetAside { get; init; }
    /// <summary>Where answers go when it came by a microblog; null otherwise.</summary>
    public MentionReply? Reply { get; init; }
    /// <summary>Why nobody could read it, such as <c>mail.unreadable</c>: it waits in quarantine for a person.</summary>
    public string? Unready { get; init; }
    /// <summary>Numbers of tickets it may go on with, the likeliest first; hints, not proofs.</summary>
    public IReadOnlyList<string> Follows { get; init; } = [];

    /// <summary>A text of a person's telephone that may go on with what was said before, see <see cref="SmsConversation"/>.</summary>
    public bool IsConversation { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Json);
    public static IntakeRequest FromJson(string json) => JsonSerializer.Deserialize<IntakeRequest>(json, Json)!;
    /// <summary>Chinese stays as it is: the text is sealed and never part of a page, and escaped it would be twice as long.</summary>
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

/// <summary>A file in the attachment store. <see cref="Sha256"/> is its name there.</summary>
internal sealed record StoredFile(string FileName, string ContentType, long Size, string Sha256)
{
    /// <summary>What the camera wrote into the photo before it was cut out; kept for the staff's evidence alone.</summary>
    [System.Text.Json.Serialization.JsonIgnore] public Data.PhotoFacts? Taken { get; init; }
}

/// <summary>What the door may tell its sender: the message is on disk.</summary>
/// <param name="TicketId">Null when the message went to quarantine.</param>
internal sealed record IntakeReceipt(Guid MessageId, Guid? TicketId, string? TicketNumber, string? QueryCode, bool Duplicate, string? Error);
