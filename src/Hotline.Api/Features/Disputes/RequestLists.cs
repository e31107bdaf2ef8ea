using Hotline.Api.Data;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Disputes;

/// <summary>Returns that departments asked for, the newest first.</summary>
/// <param name="State">Pending, Approved, Rejected or Lapsed; all when absent.</param>
[Allow(Role.Dispatcher, Role.Supervisor, Role.Leader)]
internal sealed record ListReturns([Words(NamesOf = typeof(RequestState))] string? State, string? After, int? Limit);

/// <summary>Extensions that departments asked for, the newest first.</summary>
/// <param name="State">Pending, Approved, Rejected or Lapsed; all when absent.</param>
[Allow(Role.Dispatcher, Role.Supervisor, Role.Leader)]
internal sealed record ListExtensions([Words(NamesOf = typeof(RequestState))] string? State, string? After, int? Limit);

/// <summary>Long-term listings, proposed and confirmed, the newest first.</summary>
/// <param name="State">Pending, Approved, Rejected or Lapsed; all when absent.</param>
[Allow(Role.Dispatcher, Role.Supervisor, Role.Leader)]
internal sealed record ListLongTermListings([Words(NamesOf = typeof(RequestState))] string? State, string? After, int? Limit);

/// <summary>Hard cases: tickets whose unit the coordination meeting has to name, the oldest first.</summary>
[Allow(Role.Dispatcher, Role.Supervisor, Role.Leader)]
internal sealed record ListHardCases(string? After, int? Limit);

internal sealed record ReturnRow(ReturnView Request, TicketRow Ticket);
internal sealed record ExtensionRow(ExtensionView Request, TicketRow Ticket);
internal sealed record LongTermRow(LongTermView Listing, TicketRow Ticket);
/// <param name="Returns">Its decided returns, the newest last.</param>
internal sealed record HardCase(IReadOnlyList<ReturnView> Returns, TicketRow Ticket);

/// <summary>A request beside its ticket.</summary>
internal sealed class RequestLists(HotlineDb db, TicketReader reader, TicketDisputes disputes, CurrentActor current, TimeProvider clock)
    : IHandler<ListReturns, Page<ReturnRow>>, IHandler<ListExtensions, Page<ExtensionRow>>, IHandler<ListLongTermListings, Page<LongTermRow>>, IHandler<ListHardCases, Page<HardCase>>
{
    public async Task<Result<Page<ReturnRow>>> Handle(ListReturns request, CancellationToken ct)
    {
        if (Keyset.State<RequestState>(request.State, out var state) is { } unknown) return unknown;
        if (Keyset.Read(request.After, out var last) is { } malformed) return malformed;
        var all = db.Returns.AsNoTracking().Join(db.Tickets, r => r.TicketId, t => t.Id, (r, t) => new { Request = r, Ticket = t });
        all = state switch
        {
            RequestState.Pending => all.Where(x => x.Ticket.PendingReturnId == x.Request.Id),
            RequestState.Approved => all.Where(x => x.Request.Decision == RequestDecision.Approved),
            RequestState.Rejected => all.Where(x => x.Request.Decision == RequestDecision.Rejected),
            RequestState.Lapsed => all.Where(x => x.Request.Decision == null && x.Ticket.PendingReturnId != x.Request.Id),
            _ => all,
        };
        if (last is { } before) all = all.Where(x => x.Request.Id < before);
        var limit = Keyset.Limit(request.Limit);
        var rows = await all.OrderByDescending(x => x.Request.Id).Take(limit + 1).ToListAsync(ct);
        var tickets = await Rows(rows.Select(x => x.Ticket), ct);
        return Keyset.Page(rows.ConvertAll(x => new ReturnRow(disputes.View(x.Request, x.Ticket), tickets[x.Ticket.Id])), limit, x => x.Request.Id);
    }

    public async Task<Result<Page<ExtensionRow>>> Handle(ListExtensions request, CancellationToken ct)
    {
        if (Keyset.State<RequestState>(request.State, out var state) is { } unknown) return unknown;
        if (Keyset.Read(request.After, out var last) is { } malformed) return malformed;
        var all = db.Extensions.AsNoTracking().Join(db.Tickets, e => e.TicketId, t => t.Id, (e, t) => new { Request = e, Ticket = t });
        all = state switch
        {
            RequestState.Pending => all.Where(x => x.Ticket.PendingExtensionId == x.Request.Id),
            RequestState.Approved => all.Where(x => x.Request.Decision == RequestDecision.Approved),
            RequestState.Rejected => all.Where(x => x.Request.Decision == RequestDecision.Rejected),
            RequestState.Lapsed => all.Where(x => x.Request.Decision == null && x.Ticket.PendingExtensionId != x.Request.Id),
            _ => all,
        };
        if (last is { } before) all = all.Where(x => x.Request.Id < before);
        var limit = Keyset.Limit(request.Limit);
        var rows = await all.OrderByDescending(x => x.Request.Id).Take(limit + 1).ToListAsync(ct);
        var tickets = await Rows(rows.Select(x => x.Ticket), ct);
        return Keyset.Page(rows.ConvertAll(x => new ExtensionRow(disputes.View(x.Request, x.Ticket), tickets[x.Ticket.Id])), limit, x => x.Request.Id);
    }

    public async Task<Result<Page<LongTermRow>>> Handle(ListLongTermListings request, CancellationToken ct)
    {
        if (Keyset.State<RequestState>(request.State, out var state) is { } unknown) return unknown;
        if (Keyset.Read(request.After, out var last) is { } malformed) return malformed;
        var all = db.LongTermListings.AsNoTracking().Join(db.Tickets, l => l.TicketId, t => t.Id, (l, t) => new { Listing = l, Ticket = t });
        all = state switch
        {
            RequestState.Pending => all.Where(x => x.Ticket.PendingLongTermId == x.Listing.Id),
            RequestState.Approved => all.Where(x => x.Listing.Decision == RequestDecision.Approved),
            RequestState.Rejected => all.Where(x => x.Listing.Decision == RequestDecision.Rejected),
            RequestState.Lapsed => all.Where(x => x.Listing.Decision == null && x.Ticket.PendingLongTermId != x.Listing.Id),
            _ => all,
        };
        if (last is { } before) all = all.Where(x => x.Listing.Id < before);
        var limit = Keyset.Limit(request.Limit);
        var rows = await all.OrderByDescending(x => x.Listing.Id).Take(limit + 1).ToListAsync(ct);
        var tickets = await Rows(rows.Select(x => x.Ticket), ct);
        var ids = rows.ConvertAll(x => x.Ticket.Id);
        var progress = (await db.ProgressNotes.AsNoTracking().Where(p => ids.Contains(p.TicketId)).OrderBy(p => p.Id).ToListAsync(ct)).ToLookup(p => p.TicketId);
        var now = clock.GetUtcNow();
        return Keyset.Page(rows.ConvertAll(x => new LongTermRow(disputes.View(x.Listing, x.Ticket, [.. progress[x.Ticket.Id]], now), tickets[x.Ticket.Id])), limit, x => x.Listing.Id);
    }

    public async Task<Result<Page<HardCase>>> Handle(ListHardCases request, CancellationToken ct)
    {
        if (Keyset.Read(request.After, out var last) is { } malformed) return malformed;
        var open = TicketLifecycle.Open.ToList();
        var hard = db.Tickets.AsNoTracking().Where(t => t.InCoordination && open.Contains(t.State));
        if (last is { } after) hard = hard.Where(t => t.Id > after);
        var limit = Keyset.Limit(request.Limit);
        var tickets = await hard.OrderBy(t => t.Id).Take(limit + 1).ToListAsync(ct);
        var rows = await Rows(tickets, ct);
        var ids = tickets.ConvertAll(t => t.Id);
        var returns = (await db.Returns.AsNoTracking().Where(r => ids.Contains(r.TicketId)).OrderBy(r => r.Id).ToListAsync(ct)).ToLookup(r => r.TicketId);
        return Keyset.Page(tickets.ConvertAll(t => new HardCase([.. returns[t.Id].Select(r => disputes.View(r, t))], rows[t.Id])), limit, x => x.Ticket.Id);
    }

    private async Task<Dictionary<Guid, TicketRow>> Rows(IEnumerable<Ticket> tickets, CancellationToken ct) =>
        (await reader.Rows([.. tickets.DistinctBy(t => t.Id)], current.Required, ct)).ToDictionary(r => r.Id);
}
