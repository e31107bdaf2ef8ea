namespace Hotline.Api.Intake;

/// <summary>Where answers to a message of a microblog go.</summary>
/// <param name="To">Under the message, for the same readers.</param>
/// <param name="PrivateTo">For its writer alone; null where the provider has no such thing.</param>
internal sealed record MentionReply(string To, string? PrivateTo)
{
    /// <summary>True when others than its writer read what goes under the message.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsPublic => To != PrivateTo;
}
