using System.Globalization;
using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain.Departments;
using Hotline.Domain.Publishing;
using Hotline.Domain.Tickets;
using Hotline.Domain.Topics;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Public;

/// <summary>Before a resident sends: has the matter been reported already, or answered?</summary>
[Allow(Anybody = true)]
internal sealed record FindReported(string? Subject, string Body, string? Place);

internal sealed record ReportedAnswer(Guid Id, string Title);

/// <summary>A matter in hand, told without anybody's words: kind, district, since when and from how many.</summary>
internal sealed record ReportedMatter(string? CategoryName, string? DistrictName, DateTimeOffset Since, int Count);

internal sealed record Reported(IReadOnlyList<ReportedAnswer> Answers, IReadOnlyList<ReportedMatter> Open)
{
    public bool Any => Answers.Count + Open.Count > 0;
}

internal sealed class FindReportedHandler(HotlineDb db, TicketSearch search, MatterWeights weights, City city, HotlineOptions options, TimeProvider clock) : IHandler<FindReported, Reported>
{
    private const int Candidates = 60;
    private const int ShownAnswers = 3;
    private static readonly TimeSpan AnswersCount = TimeSpan.FromDays(365);

    public async Task<Result<Reported>> Handle(FindReported request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var ids = await search.Candidates(request.Subject, request.Body, Candidates, ct);
        var earliest = now - AnswersCount;
        // A matter told in confidence is nobody else's business, not even that it exists.
        var tickets = await db.Tickets.AsNoTracking().Where(t => ids.Contains(t.Id) && !t.Confidential && t.ReceivedAt >= earliest).ToListAsync(ct);
        if (tickets.Count == 0) return new Reported([], []);
        var counts = await weights.Current(ct);
        var place = city.FindPlace($"{request.Place}\n{request.Subject}\n{request.Body}")?.Code;
        var own = Matter.Of(MessageGrams.Of(request.Subject, request.Body), counts, place, now);
        var same = tickets.Select(t => (Ticket: t, Score: SameMatter.Score(own, MatterWeights.Of(t, counts)))).Where(t => t.Score >= SameMatter.Threshold).OrderByDescending(t => t.Score).Select(t => t.Ticket).ToList();
        var sameIds = same.ConvertAll(t => t.Id);
        var published = await db.Publications.AsNoTracking().Where(p => p.State == PublicationState.Published && sameIds.Contains(p.TicketId)).Select(p => new { p.Id, p.Title, p.TicketId }).ToListAsync(ct);
        var answers = published.OrderBy(p => sameIds.IndexOf(p.TicketId)).Take(ShownAnswers).Select(p => new ReportedAnswer(p.Id, p.Title)).ToList();
        var window = now - TimeSpan.FromDays(options.Topics.WindowDays);
        var open = same.Where(t => (t.IsOpen || t.State == TicketState.Merged) && t.ReceivedAt >= window).GroupBy(t => (Category: t.CategoryCode ?? t.SuggestedCategory, t.DistrictCode))
            .Select(g => new ReportedMatter(CategoryName(g.Key.Category), DistrictName(g.Key.DistrictCode), g.Min(t => t.ReceivedAt), g.Count())).OrderByDescending(m => m.Count).ToList();
        return new Reported(answers, open);
    }

    private static bool English => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    private string? CategoryName(string? code) => city.Category(code) is not { } category ? null : English ? category.NameEn : category.Name;

    private string? DistrictName(string? code) => city.Districts.FirstOrDefault(d => d.Code == code) is not { } district ? null : English ? district.NameEn : district.Name;
}
