namespace Hotline.Api.Data;

/// <summary>How far an account at a microblog has been read, and which node reads it.</summary>
internal sealed class MentionAccount
{
    /// <summary>As its messages name it, such as <c>mastodon:social.example.gov</c>.</summary>
    public string Account { get; init; } = "";
    /// <summary>Feed and cursor as a JSON object.</summary>
    public string Cursors { get; set; } = "{}";
    /// <summary>The node that reads; another one may from <see cref="OwnedUntil"/> on.</summary>
    public string? Owner { get; set; }
    public DateTimeOffset? OwnedUntil { get; set; }
    /// <summary>When the provider last answered.</summary>
    public DateTimeOffset? LookedAt { get; set; }
    /// <summary>When a message was last taken.</summary>
    public DateTimeOffset? TakenAt { get; set; }
    /// <summary>For staff: why it cannot be read; null while it can.</summary>
    public string? Error { get; set; }
    /// <summary>Since when.</summary>
    public DateTimeOffset? ErrorAt { get; set; }
    public DateTimeOffset? TokenEndsAt { get; set; }
    public DateTimeOffset? TokenAskedAt { get; set; }
    /// <summary>When the centre was last told that the token ends.</summary>
    public DateTimeOffset? TokenToldAt { get; set; }
}

/// <summary>Calls of one day to a provider that allows so many.</summary>
internal sealed class ProviderCalls
{
    public string Account { get; init; } = "";
    /// <summary>The provider's day, yyyy-MM-dd.</summary>
    public string Day { get; init; } = "";
    public int Readings { get; init; }
    public int Replies { get; init; }
}

/// <summary>Where answers to a ticket that came by a microblog go. Its id is the ticket's.</summary>
internal sealed class MicroblogThread
{
    public Guid Id { get; init; }
    /// <summary>Sealed: under what was last written, for the same readers.</summary>
    public byte[] ReplyTo { get; set; } = [];
    /// <summary>Sealed: for its writer alone; null where the provider has no such thing.</summary>
    public byte[]? PrivateReplyTo { get; set; }
}
