using System.Globalization;
using System.Linq.Expressions;
using Hotline.Api.Data;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Departments;
using Hotline.Domain.Staff;
using Hotline.Domain.Supervision;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Appraisal;

/// <summary>The tickets behind one figure, the newest first, a page at a time.</summary>
/// <param name="Metric">Code of the figure.</param>
/// <param name="Department">Code of the unit; <c>-</c> for the centre's own; all when absent.</param>
/// <param name="Group">Without a department: the units of this group alone.</param>
/// <param name="Part"><c>numerator</c>, <c>denominator</c> (the default), <c>rest</c> (in the denominator alone) or <c>excluded</c>.</param>
/// <param name="After">The <c>next</c> of the page before.</param>
[Allow(Role.Supervisor, Role.Leader, Role.Approver)]
internal sealed record ListAppraisedTickets(string? Metric, string? Department, [Words("departments", "districts", "streets")] string? Group, string? From, string? To, [Words("numerator", "denominator", "rest", "excluded")] string? Part, string? After, int? Limit);

/// <param name="ClosedOn">Null for a ticket that is still open.</param>
internal sealed record AppraisedTicket(Guid TicketId, string Number, string Subject, TicketState State, string? Department, string? DepartmentName, DateOnly? ClosedOn, DateTimeOffset? DueAt,
    double? CitizenHours, int Dispatches, int Reworks, bool? OnTime, Resolution? Resolution, Satisfaction? Satisfaction, string? ExclusionReason);

internal sealed class ListAppraisedTicketsHandler(AppraisalReader reader, TicketReader tickets, HotlineDb db, City city, CurrentActor current) : IHandler<ListAppraisedTickets, Page<AppraisedTicket>>
{
    /// <summary>Marks a page of open tickets, which come before the ended ones.</summary>
    private const string Open = "o";
    private const string Ended = "e";

    public async Task<Result<Page<AppraisedTicket>>> Handle(ListAppraisedTickets request, CancellationToken ct)
    {
        if (AppraisalMetrics.Find(request.Metric) is not { } metric) return Error.Field("metric", "list.value_unknown", request.Metric ?? "");
        if (reader.Period(request.From, request.To, out var first, out var last) is { } wrong) return wrong;
        var part = request.Part is { Length: > 0 } named ? named : "denominator";
        if (part is not ("numerator" or "denominator" or "rest" or "excluded")) return Error.Field("part", "list.value_unknown", part);
        var limit = Math.Clamp(request.Limit ?? 50, 1, 200);
        if (!Cursor(request.After, out var page)) return Error.Field("after", "list.cursor_malformed");
        List<string>? units = request.Department is not { Length: > 0 } department ? null : department == "-" ? [""] : [department];
        if (units is null && request.Group is { Length: > 0 } group)
        {
            if (!AppraisalReader.Groups.Contains(group)) return Error.Field("group", "list.value_unknown", group);
            units = [.. city.Departments.Select(d => d.Code).Where(d => reader.GroupOf(d) == group)];
        }
        if (!current.Required.IsCentre)
        {
            var own = tickets.UnitsWithin(current.Required.DepartmentCode ?? "");
            units = units is null ? own : [.. units.Where(own.Contains)];
        }

        // The closing rate alone counts tickets that have not ended.
        var withOpen = metric.Code == AppraisalMetrics.Closing && (part is "denominator" or "rest");
        if (withOpen && (page is null || page.Value.Kind == Open)) return await OpenTickets(units, last, page?.Id, limit, thenEnded: part == "denominator", ct);
        if (withOpen && part == "rest") return new Page<AppraisedTicket>([], null);
        return await EndedTickets(Chosen(metric, part).Where(f => f.ClosedOn >= first && f.ClosedOn <= last), units, page, limit, ct);
    }

    private IQueryable<TicketFact> Chosen(AppraisalMetric metric, string part)
    {
        var counted = db.Facts.AsNoTracking().Where(metric.Counts).Where(f => f.Excluded == (part == "excluded"));
        return part switch
        {
            "numerator" => counted.Where(metric.Holds),
            "rest" => counted.Where(Expression.Lambda<Func<TicketFact, bool>>(Expression.Not(metric.Holds.Body), metric.Holds.Parameters)),
            _ => counted,
        };
    }

    private async Task<Page<AppraisedTicket>> EndedTickets(IQueryable<TicketFact> facts, List<string>? units, (string Kind, DateOnly Day, Guid Id)? after, int limit, CancellationToken ct)
    {
        if (units is not null) facts = facts.Where(f => units.Contains(f.Department));
        if (after is (_, var day, var id) && day != default) facts = facts.Where(f => f.ClosedOn < day || f.ClosedOn == day && f.TicketId < id);
        var page = await facts.OrderByDescending(f => f.ClosedOn).ThenByDescending(f => f.TicketId).Take(limit + 1)
            .Join(db.Tickets, f => f.TicketId, t => t.Id, (f, t) => new { Fact = f, t.Number, t.Subject, t.State }).OrderByDescending(x => x.Fact.ClosedOn).ThenByDescending(x => x.Fact.TicketId).ToListAsync(ct);
        var next = page.Count > limit ? string.Create(CultureInfo.InvariantCulture, $"{Ended}|{page[limit - 1].Fact.ClosedOn:yyyy-MM-dd}|{page[limit - 1].Fact.TicketId:N}") : null;
        return new Page<AppraisedTicket>([.. page.Take(limit).Select(x => new AppraisedTicket(x.Fact.TicketId, x.Number, x.Subject, x.State, x.Fact.Department, NameOf(x.Fact.Department), x.Fact.ClosedOn, null,
            Math.Round(x.Fact.CitizenMinutes / 60.0, 1), x.Fact.Dispatches, x.Fact.Reworks, x.Fact.OnTimeOriginal, x.Fact.Resolution, x.Fact.Satisfaction, x.Fact.ExclusionReason))], next);
    }

    private async Task<Page<AppraisedTicket>> OpenTickets(List<string>? units, DateOnly last, Guid? after, int limit, bool thenEnded, CancellationToken ct)
    {
        var open = reader.OpenPastDue(last);
        if (units is not null) open = open.Where(t => units.Contains(t.LeadDepartment ?? ""));
        if (after is { } id) open = open.Where(t => t.Id < id);
        var page = await open.OrderByDescending(t => t.Id).Take(limit + 1).ToListAsync(ct);
        var next = page.Count > limit ? $"{Open}||{page[limit - 1].Id:N}" : thenEnded ? $"{Ended}||" : null;
        return new Page<AppraisedTicket>([.. page.Take(limit).Select(t => new AppraisedTicket(t.Id, t.Number, t.Subject, t.State, t.LeadDepartment, NameOf(t.LeadDepartment), null, t.ResidentDueAt,
            null, 0, t.Round - 1, false, null, null, null))], next);
    }

    private string? NameOf(string? department) => city.Department(department) is not { } unit ? null : AppraisalReader.English ? unit.NameEn : unit.Name;

    /// <summary>Kind, day and id of the last row; the begin of the ended ones has neither day nor id.</summary>
    private static bool Cursor(string? text, out (string Kind, DateOnly Day, Guid Id)? cursor)
    {
        cursor = null;
        if (string.IsNullOrEmpty(text)) return true;
        if (text.Split('|') is not [Open or Ended, var days, var ids]) return false;
        var (day, id) = (default(DateOnly), Guid.Empty);
        if (!AppraisalReader.Day(days, ref day) || ids.Length > 0 && !Guid.TryParseExact(ids, "N", out id)) return false;
        cursor = (text[..1], day, id);
        return true;
    }
}
