using System.Globalization;
using Hotline.Api.Data;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Domain.Departments;
using Hotline.Domain.Staff;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Topics;

/// <summary>What many residents turn to the city about all of a sudden: the rising topics, those that grew last first.</summary>
[Allow(Role.Dispatcher, Role.Supervisor, Role.Leader)]
internal sealed record ListTopics;

/// <param name="Name">Phrases that the tickets have in common.</param>
/// <param name="InWindow">Tickets in the time in which it rises.</param>
/// <param name="Expected">Tickets that its own past on the same weekdays would lead one to expect there.</param>
/// <param name="Days">Tickets of each of the last fourteen days, the oldest first.</param>
/// <param name="Tickets">The newest of them.</param>
internal sealed record TopicView(Guid Id, string Name, string? DistrictCode, string? DistrictName, int Count, int InWindow, double Expected,
    DateTimeOffset ToldAt, DateTimeOffset LastAt, IReadOnlyList<int> Days, IReadOnlyList<TicketRow> Tickets);

internal sealed class ListTopicsHandler(HotlineDb db, TicketReader reader, City city, HotlineOptions options, TimeProvider clock, CurrentActor current) : IHandler<ListTopics, IReadOnlyList<TopicView>>
{
    private const int Shown = 20;
    private const int ShownTickets = 20;
    private const int ShownDays = 14;

    public async Task<Result<IReadOnlyList<TopicView>>> Handle(ListTopics request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var since = now - TimeSpan.FromDays(options.Topics.WindowDays);
        var topics = await db.Topics.AsNoTracking().Where(t => t.LastAt >= since).OrderByDescending(t => t.LastAt).ThenBy(t => t.Id).Take(Shown).ToListAsync(ct);
        var views = new List<TopicView>();
        foreach (var topic in topics)
        {
            var behind = db.Tickets.AsNoTracking().Where(t => db.TopicTickets.Any(x => x.TopicId == topic.Id && x.TicketId == t.Id));
            var newest = await behind.OrderByDescending(t => t.ReceivedAt).ThenByDescending(t => t.Id).Take(ShownTickets).ToListAsync(ct);
            var from = now - TimeSpan.FromDays(ShownDays);
            var times = await behind.Where(t => t.ReceivedAt > from && t.ReceivedAt <= now).Select(t => t.ReceivedAt).ToListAsync(ct);
            var days = new int[ShownDays];
            foreach (var time in times) days[ShownDays - 1 - Math.Clamp((int)(now - time).TotalDays, 0, ShownDays - 1)]++;
            views.Add(new TopicView(topic.Id, topic.Name, topic.DistrictCode, DistrictName(topic.DistrictCode), topic.Count, topic.InWindow, Math.Round(topic.Expected, 2),
                topic.ToldAt, topic.LastAt, days, await reader.Rows(newest, current.Required, ct)));
        }
        return views;
    }

    private string? DistrictName(string? code) => city.Districts.FirstOrDefault(d => d.Code == code) is not { } district ? null
        : CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? district.NameEn : district.Name;
}
