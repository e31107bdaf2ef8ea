using System.Globalization;
using System.Text;
using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Publishing;
using Hotline.Domain.Residents;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Tickets;

/// <summary>Tickets in the caller's scope, a page at a time, keyset paged: page 1,000 costs what page 1 costs.</summary>
/// <param name="State">Like channel, urgency and type: names, comma separated.</param>
/// <param name="Department">Code of the lead department.</param>
/// <param name="Q">Words of the text, a ticket number, another system's number for it (alone or after <c>system:</c>), or a caller's phone number.</param>
/// <param name="Due"><c>soon</c> (yellow) or <c>overdue</c> (red), on either clock; open tickets only.</param>
/// <param name="Publication"><c>None</c> (nothing proposed yet, or taken down), <c>Proposed</c> or <c>Published</c>.</param>
/// <param name="Sort"><c>newest</c> (default), <c>oldest</c>, <c>queue</c> (danger first, then oldest), <c>due</c> (earliest deadline first).</param>
/// <param name="After">The <c>next</c> of the page before.</param>
/// <param name="Limit">1 to 200; 50 when absent.</param>
[Allow(Staff = true)]
internal sealed record ListTickets(
    [Words(NamesOf = typeof(TicketState), Many = true)] string? State, string? Department, string? Q, [Words(NamesOf = typeof(Channel), Many = true)] string? Channel,
    [Words(NamesOf = typeof(Urgency), Many = true)] string? Urgency, [Words(NamesOf = typeof(TicketType), Many = true)] string? Type, string? Category,
    [Words("soon", "overdue")] string? Due, bool? Mine, [Words("None", "Proposed", "Published")] string? Publication,
    [Words("newest", "oldest", "queue", "due")] string? Sort, string? After, int? Limit);

internal sealed class ListTicketsHandler(TicketReader reader, HotlineDb db, TicketSearch search, PersonalData personal, HotlineOptions options, CurrentActor current, TimeProvider clock)
    : IHandler<ListTickets, Page<TicketRow>>
{
    private sealed record Cursor(int Priority, DateTimeOffset At, Guid Id)
    {
        public string Encode() => Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Priority}|{At.UtcTicks}|{Id:N}"))).TrimEnd('=').Replace('+', '-').Replace('/', '_');

        public static Cursor? Decode(string text)
        {
            try
            {
                var padded = text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '=');
                return Encoding.UTF8.GetString(Convert.FromBase64String(padded)).Split('|') is [var priority, var ticks, var id]
                    ? new Cursor(int.Parse(priority, CultureInfo.InvariantCulture), new DateTimeOffset(long.Parse(ticks, CultureInfo.InvariantCulture), TimeSpan.Zero), Guid.ParseExact(id, "N")) : null;
            }
            catch (Exception e) when (e is FormatException or OverflowException or ArgumentException) { return null; }
        }
    }

    public async Task<Result<Page<TicketRow>>> Handle(ListTickets request, CancellationToken ct)
    {
        var limit = Math.Clamp(request.Limit ?? 50, 1, 200);
        var cursor = request.After is { Length: > 0 } after ? Cursor.Decode(after) : null;
        if (request.After is { Length: > 0 } && cursor is null) return Error.Field("after", "list.cursor_malformed");
        var tickets = reader.Visible(current.Required).AsNoTracking();

        if (Names<TicketState>(request.State, "state", out var states) is { } badState) return badState;
        if (Names<Channel>(request.Channel, "channel", out var channels) is { } badChannel) return badChannel;
        if (Names<Urgency>(request.Urgency, "urgency", out var urgencies) is { } badUrgency) return badUrgency;
        if (Names<TicketType>(request.Type, "type", out var types) is { } badType) return badType;
        if (states.Count > 0) tickets = tickets.Where(t => states.Contains(t.State));
        if (channels.Count > 0) tickets = tickets.Where(t => channels.Contains(t.Channel));
        if (urgencies.Count > 0) tickets = tickets.Where(t => urgencies.Contains(t.Urgency));
        if (types.Count > 0) { var wanted = types.ConvertAll(t => (TicketType?)t); tickets = tickets.Where(t => wanted.Contains(t.Type)); }
        if (request.Department is { Length: > 0 } department) tickets = tickets.Where(t => t.LeadDepartment == department);
        if (request.Category is { Length: > 0 } category) tickets = tickets.Where(t => t.CategoryCode!.StartsWith(category));
        if (request.Mine == true) { var me = current.Required.DisplayName; tickets = tickets.Where(t => t.AcceptedBy == me); }
        if (request.Publication is { Length: > 0 } publication)
        {
            if (publication == "None") tickets = tickets.Where(t => !t.Confidential && !db.Publications.Any(p => p.TicketId == t.Id && p.State != PublicationState.Withdrawn));
            else if (publication is "Proposed" or "Published") { var step = Enum.Parse<PublicationState>(publication); tickets = tickets.Where(t => db.Publications.Any(p => p.TicketId == t.Id && p.State == step)); }
            else return Error.Field("publication", "list.value_unknown", publication);
        }
        if (request.Q is { Length: > 0 } q) tickets = await Matching(tickets, q.Trim(), ct);
        if (request.Due is { Length: > 0 } due)
        {
            if (due is not ("soon" or "overdue")) return Error.Field("due", "list.value_unknown", due);
            tickets = DueWithin(tickets, due);
        }

        List<Ticket> page;
        switch (request.Sort ?? "newest")
        {
            case "newest":
                if (cursor is not null) tickets = tickets.Where(t => t.ReceivedAt < cursor.At || t.ReceivedAt == cursor.At && t.Id < cursor.Id);
                page = await tickets.OrderByDescending(t => t.ReceivedAt).ThenByDescending(t => t.Id).Take(limit + 1).ToListAsync(ct);
                break;
            case "oldest":
                if (cursor is not null) tickets = tickets.Where(t => t.ReceivedAt > cursor.At || t.ReceivedAt == cursor.At && t.Id > cursor.Id);
                page = await tickets.OrderBy(t => t.ReceivedAt).ThenBy(t => t.Id).Take(limit + 1).ToListAsync(ct);
                break;
            case "queue":
                if (cursor is not null) tickets = tickets.Where(t => t.Priority < cursor.Priority || t.Priority == cursor.Priority && (t.ReceivedAt > cursor.At || t.ReceivedAt == cursor.At && t.Id > cursor.Id));
                page = await tickets.OrderByDescending(t => t.Priority).ThenBy(t => t.ReceivedAt).ThenBy(t => t.Id).Take(limit + 1).ToListAsync(ct);
                break;
            case "due":
                tickets = tickets.Where(t => t.ResidentDueAt != null);
                if (cursor is not null) tickets = tickets.Where(t => t.ResidentDueAt > cursor.At || t.ResidentDueAt == cursor.At && t.Id > cursor.Id);
                page = await tickets.OrderBy(t => t.ResidentDueAt).ThenBy(t => t.Id).Take(limit + 1).ToListAsync(ct);
                break;
            default:
                return Error.Field("sort", "list.value_unknown", request.Sort!);
        }
        var more = page.Count > limit;
        if (more) page.RemoveAt(limit);
        var last = page.LastOrDefault();
        var next = more && last is not null ? new Cursor(last.Priority, request.Sort == "due" ? last.ResidentDueAt!.Value : last.ReceivedAt, last.Id).Encode() : null;
        return new Page<TicketRow>(await reader.Rows(page, current.Required, ct), next);
    }

    private async Task<IQueryable<Ticket>> Matching(IQueryable<Ticket> tickets, string q, CancellationToken ct)
    {
        if (TicketNumber.TryParse(q, out var number)) { var exact = number.ToString(); return tickets.Where(t => t.Number == exact); }
        var handedOver = await db.WithSourceNumber(q, await db.SourceSystems(options.Intake.ApiKeys.Keys, ct), ct);
        if (handedOver.Count > 0) return tickets.Where(t => handedOver.Contains(t.Id));
        var digits = string.Concat(q.Where(char.IsAsciiDigit));
        if (digits.Length is >= 7 and <= 15 && digits.Length >= q.Length - 3 && current.Required.IsCentre)
        {
            var contact = personal.Index($"tel:{PhoneNumber.Normalize(q)}");
            var resident = await db.Residents.Where(r => r.ContactIndex == contact).Select(r => (Guid?)r.Id).SingleOrDefaultAsync(ct);
            if (resident is not null) return tickets.Where(t => t.ResidentId == resident);
        }
        var ids = await search.Tickets(q, ct);
        // To find a confidential ticket by a name in it would be to learn the name.
        return current.Required.IsCentre ? tickets.Where(t => ids.Contains(t.Id)) : tickets.Where(t => ids.Contains(t.Id) && !t.Confidential);
    }

    private IQueryable<Ticket> DueWithin(IQueryable<Ticket> tickets, string due)
    {
        var now = clock.GetUtcNow();
        var edge = now.AddSeconds(-1);
        // A closed ticket whose publication is late is nobody's overdue work.
        var open = TicketLifecycle.Open.ToList();
        tickets = tickets.Where(t => open.Contains(t.State));
        // A warning is at most one working day before the end, or the last fifth of a longer term: the row itself says which.
        return due == "overdue"
            ? tickets.Where(t => t.ResidentDueAt < edge || t.DepartmentDueAt < edge)
            : tickets.Where(t => db.Deadlines.Any(d => d.TicketId == t.Id && d.MetAt == null && !d.Dropped && d.PausedAt == null && d.WarnAt <= now && d.DueAt >= edge));
    }

    private static Error? Names<T>(string? list, string field, out List<T> values) where T : struct, Enum
    {
        values = [];
        foreach (var name in (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (int.TryParse(name, out _) || !Enum.TryParse<T>(name, ignoreCase: true, out var value)) return Error.Field(field, "list.value_unknown", name);
            values.Add(value);
        }
        return null;
    }
}
