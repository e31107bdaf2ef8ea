using System.Globalization;
using Hotline.Api.Data;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Departments;
using Hotline.Domain.Publishing;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Public;

/// <summary>Published answers, newest first; anybody may read and search them.</summary>
[Allow(Anybody = true)]
internal sealed record SearchPublished(string? Q, string? Department, string? Category, string? After, int? Limit);

/// <param name="Number">Masked: it opens nothing.</param>
internal sealed record PublishedAnswer(Guid Id, string Number, string Title, string Question, string Answer, string? DepartmentName, string? CategoryName,
    TicketType? Type, DateTimeOffset ReceivedAt, DateTimeOffset RepliedAt, DateTimeOffset PublishedAt);

[Allow(Anybody = true)]
internal sealed record ReadPublished(Guid Id);

internal sealed class PublishedReader(HotlineDb db, City city)
{
    private static bool English => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    public async Task<List<PublishedAnswer>> Read(IQueryable<Publication> publications, CancellationToken ct)
    {
        var rows = await publications.Join(db.Tickets, p => p.TicketId, t => t.Id, (p, t) => new { p, t.Number, t.LeadDepartment, t.CategoryCode, t.Type, t.ReceivedAt, t.ClosedAt }).ToListAsync(ct);
        var ids = rows.ConvertAll(r => r.p.TicketId);
        var replied = (await db.Replies.AsNoTracking().Where(r => ids.Contains(r.TicketId)).Select(r => new { r.TicketId, r.RepliedAt }).ToListAsync(ct)).ToLookup(r => r.TicketId, r => r.RepliedAt);
        return rows.ConvertAll(r => new PublishedAnswer(r.p.Id, TicketNumber.TryParse(r.Number, out var number) ? number.Masked : "", r.p.Title, r.p.Question, r.p.Answer,
            city.Department(r.LeadDepartment) is { } d ? English ? d.NameEn : d.Name : English ? "12345 centre" : "12345热线中心",
            city.Category(r.CategoryCode) is { } c ? English ? c.NameEn : c.Name : null, r.Type, r.ReceivedAt, replied[r.p.TicketId].DefaultIfEmpty(r.p.ProposedAt).Max(), r.p.PublishedAt!.Value));
    }
}

internal sealed class SearchPublishedHandler(HotlineDb db, TicketSearch search, PublishedReader reader) : IHandler<SearchPublished, Page<PublishedAnswer>>
{
    public async Task<Result<Page<PublishedAnswer>>> Handle(SearchPublished request, CancellationToken ct)
    {
        var limit = Math.Clamp(request.Limit ?? 20, 1, 100);
        var publications = db.Publications.AsNoTracking().Where(p => p.State == PublicationState.Published);
        if (request.Q?.Trim() is { Length: > 0 } q)
        {
            var ids = await search.Publications(q, ct);
            publications = publications.Where(p => ids.Contains(p.Id));
        }
        if (request.Department is { Length: > 0 } department) publications = publications.Where(p => db.Tickets.Any(t => t.Id == p.TicketId && t.LeadDepartment == department));
        if (request.Category is { Length: > 0 } category) publications = publications.Where(p => db.Tickets.Any(t => t.Id == p.TicketId && t.CategoryCode!.StartsWith(category)));
        if (request.After is { Length: > 0 } after)
        {
            if (after.Split('_') is not [var ticks, var last] || !long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var t) || t > DateTime.MaxValue.Ticks || !Guid.TryParse(last, out var id))
                return Error.Field("after", "list.cursor_malformed");
            var at = new DateTimeOffset(t, TimeSpan.Zero);
            publications = publications.Where(p => p.PublishedAt < at || p.PublishedAt == at && p.Id < id);
        }
        var items = await reader.Read(publications.OrderByDescending(p => p.PublishedAt).ThenByDescending(p => p.Id).Take(limit + 1), ct);
        items = [.. items.OrderByDescending(i => i.PublishedAt).ThenByDescending(i => i.Id)];
        var more = items.Count > limit;
        if (more) items.RemoveAt(limit);
        return new Page<PublishedAnswer>(items, more ? $"{items[^1].PublishedAt.UtcTicks}_{items[^1].Id}" : null);
    }
}

internal sealed class ReadPublishedHandler(HotlineDb db, PublishedReader reader) : IHandler<ReadPublished, PublishedAnswer>
{
    public async Task<Result<PublishedAnswer>> Handle(ReadPublished request, CancellationToken ct) =>
        (await reader.Read(db.Publications.AsNoTracking().Where(p => p.Id == request.Id && p.State == PublicationState.Published), ct)) is [var one] ? one : Error.NotFound("publication");
}
