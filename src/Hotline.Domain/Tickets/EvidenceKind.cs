namespace Hotline.Domain.Tickets;

/// <summary>What a category wants beside a reply, so that the words are not all there is.</summary>
public enum EvidenceKind
{
    None,
    /// <summary>A photo that says when and where it was taken.</summary>
    Photo,
    /// <summary>A document: PDF or Office.</summary>
    Document,
}

/// <summary>A file that somebody put beside the ticket while it was worked on, as the demand for evidence sees it.</summary>
/// <param name="ContentType">By its first bytes.</param>
public sealed record EvidenceFile(string ContentType, DateTimeOffset? TakenAt, string? TakenPlace)
{
    private bool IsImage => ContentType.StartsWith("image/", StringComparison.Ordinal);

    /// <summary>Null when the files give what the category asks for.</summary>
    public static Error? Check(EvidenceKind wanted, IReadOnlyCollection<EvidenceFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return wanted switch
        {
            EvidenceKind.None => null,
            EvidenceKind.Document => files.Any(f => f.ContentType.StartsWith("application/", StringComparison.Ordinal)) ? null : Error.Field("evidence", "reply.document_missing"),
            _ => files.Any(f => f.IsImage && f.TakenAt is not null && !string.IsNullOrWhiteSpace(f.TakenPlace)) ? null
                : Error.Field("evidence", files.Any(f => f.IsImage) ? "reply.photo_without_time_and_place" : "reply.photo_missing"),
        };
    }
}
