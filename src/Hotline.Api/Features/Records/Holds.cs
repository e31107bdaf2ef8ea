using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Records;

/// <summary>Tickets under legal hold, the latest first; nothing of what they say.</summary>
[Allow(Role.Supervisor, Role.Administrator, Role.Auditor)]
internal sealed record ListHolds(DateTimeOffset? Before, int? Limit);

internal sealed record HoldView(string TicketNumber, DateTimeOffset? HeldAt, string? HeldBy, string? Reason);

/// <summary>A legal hold by number, for whoever has the order in hand but reads no tickets.</summary>
[Allow(Role.Supervisor, Role.Administrator)]
internal sealed record PlaceHold(string? TicketNumber, string? Reason);

/// <summary>Ends a legal hold by number.</summary>
[Allow(Role.Supervisor, Role.Administrator)]
internal sealed record EndHold(string? TicketNumber, string? Reason);

internal sealed class PlaceHoldValidator : AbstractValidator<PlaceHold>
{
    public PlaceHoldValidator()
    {
        RuleFor(x => x.TicketNumber).NotEmpty();
        RuleFor(x => x.Reason).NotEmpty().MaximumLength(500);
    }
}

internal sealed class EndHoldValidator : AbstractValidator<EndHold>
{
    public EndHoldValidator()
    {
        RuleFor(x => x.TicketNumber).NotEmpty();
        RuleFor(x => x.Reason).NotEmpty().MaximumLength(500);
    }
}

internal sealed class ListHoldsHandler(HotlineDb db) : IHandler<ListHolds, Page<HoldView>>
{
    public async Task<Result<Page<HoldView>>> Handle(ListHolds request, CancellationToken ct)
    {
        var limit = Math.Clamp(request.Limit ?? 50, 1, 200);
        var held = db.Tickets.AsNoTracking().Where(t => t.HeldAt != null);
        if (request.Before?.ToUniversalTime() is { } before) held = held.Where(t => t.HeldAt < before);
        var rows = await held.OrderByDescending(t => t.HeldAt).Take(limit + 1).Select(t => new HoldView(t.Number, t.HeldAt, t.HeldBy, t.HoldReason)).ToListAsync(ct);
        return new Page<HoldView>([.. rows.Take(limit)], rows.Count > limit ? $"{rows[limit - 1].HeldAt!.Value.UtcDateTime:O}" : null);
    }
}

internal sealed class PlaceHoldHandler(HoldsByNumber holds, CurrentActor current, TimeProvider clock) : IHandler<PlaceHold, HoldView>
{
    public Task<Result<HoldView>> Handle(PlaceHold request, CancellationToken ct) =>
        holds.Act(request.TicketNumber!, ticket => ticket.Hold(request.Reason!.Trim(), current.Required, clock.GetUtcNow()), ct);
}

internal sealed class EndHoldHandler(HoldsByNumber holds, CurrentActor current, TimeProvider clock) : IHandler<EndHold, HoldView>
{
    public Task<Result<HoldView>> Handle(EndHold request, CancellationToken ct) =>
        holds.Act(request.TicketNumber!, ticket => ticket.ReleaseHold(request.Reason!.Trim(), current.Required, clock.GetUtcNow()), ct);
}

/// <summary>Finds the ticket by its number and acts once; the answer tells of the hold alone.</summary>
internal sealed class HoldsByNumber(HotlineDb db)
{
    public async Task<Result<HoldView>> Act(string typed, Func<Ticket, Error?> act, CancellationToken ct)
    {
        if (!TicketNumber.TryParse(typed, out var parsed)) return TicketErrors.NotFound;
        var number = parsed.ToString();
        while (true)
        {
            if (await db.Tickets.SingleOrDefaultAsync(t => t.Number == number, ct) is not { } ticket) return TicketErrors.NotFound;
            if (act(ticket) is { } refused) return refused;
            try
            {
                await db.SaveChangesAsync(ct);
                return new HoldView(ticket.Number, ticket.HeldAt, ticket.HeldBy, ticket.HoldReason);
            }
            catch (DbUpdateConcurrencyException)   // whoever was faster may have held it: look again
            {
                db.ChangeTracker.Clear();
            }
        }
    }
}
