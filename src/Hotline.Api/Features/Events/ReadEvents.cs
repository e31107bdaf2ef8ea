using Hotline.Api.Platform;
using Hotline.Api.Realtime;

namespace Hotline.Api.Features.Events;

/// <summary>The log after a number, as far as this person may hear of it: what a client missed while it was away.</summary>
[Allow(Staff = true)]
internal sealed record ReadEvents(long? After, int? Limit);

/// <param name="UpTo">How far the log was read; ask again after it.</param>
internal sealed record EventPage(IReadOnlyList<Notice> Items, long UpTo, bool More);

internal sealed class ReadEventsHandler(EventFeed feed, CurrentActor current) : IHandler<ReadEvents, EventPage>
{
    public async Task<Result<EventPage>> Handle(ReadEvents request, CancellationToken ct)
    {
        await feed.Ready.WaitAsync(ct);
        var head = feed.Head;
        var (upTo, items) = await feed.Read(Math.Max(0, request.After ?? 0), feed.RightsOf(current.Required), ct, Math.Clamp(request.Limit ?? 500, 1, 1_000));
        return new EventPage(items, upTo, upTo < head);
    }
}
