using Hotline.Api.Data;

namespace Hotline.Api.Realtime;

/// <summary>"This changed": small, without personal data; the client reads the rest through the API with its own rights.</summary>
/// <param name="Seq">Place in the gap-free log.</param>
internal sealed record Notice(long Seq, string Topic, string Entity, Guid Id, int Version, string Kind)
{
    public static Notice Of(EventRow e) => new(e.Seq, e.Topic, e.Entity, e.EntityId, e.Version, e.Kind);
}

/// <summary>What one client gets at once: everything it may hear of with <c>after &lt; seq &lt;= upTo</c>.</summary>
internal sealed record NoticeBatch(long After, long UpTo, IReadOnlyList<Notice> Items, DateTimeOffset ServerTime);

/// <summary>Who looks at a ticket, or edits it.</summary>
internal sealed record Presence(Guid TicketId, string UserName, string DisplayName, bool Editing);
