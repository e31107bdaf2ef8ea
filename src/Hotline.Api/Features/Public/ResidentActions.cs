using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Departments;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Public;

/// <summary>What a resident can do with their own ticket; each needs number and query code.</summary>
internal abstract record ResidentCommand(string? Number, string? Code, string Address);

/// <summary>Adds information to an open ticket.</summary>
[Allow(Anybody = true)]
internal sealed record SupplementTicket(string? Number, string? Code, string Address, string Text) : ResidentCommand(Number, Code, Address);

/// <summary>Presses for an answer, once in 24 hours.</summary>
[Allow(Anybody = true)]
internal sealed record UrgeTicket(string? Number, string? Code, string Address) : ResidentCommand(Number, Code, Address);

/// <summary>Solved? Satisfied? Two questions, asked apart.</summary>
[Allow(Anybody = true)]
internal sealed record RateTicket(string? Number, string? Code, string Address, bool? Solved, Satisfaction? Satisfaction, string? Comment) : ResidentCommand(Number, Code, Address);

/// <summary>Takes the request back; only the resident's own channel can.</summary>
[Allow(Anybody = true)]
internal sealed record WithdrawTicket(string? Number, string? Code, string Address, string? Reason) : ResidentCommand(Number, Code, Address);

/// <summary>Takes a closed matter up again with new facts, within 30 days.</summary>
[Allow(Anybody = true)]
internal sealed record ReopenOwnTicket(string? Number, string? Code, string Address, string Facts) : ResidentCommand(Number, Code, Address);

internal sealed class ReopenOwnTicketValidator : AbstractValidator<ReopenOwnTicket>
{
    public ReopenOwnTicketValidator() => RuleFor(x => x.Facts).NotEmpty().WithMessage("field.required").MaximumLength(5_000).WithMessage("field.too_long");
}

internal sealed class SupplementTicketValidator : AbstractValidator<SupplementTicket>
{
    public SupplementTicketValidator() => RuleFor(x => x.Text).NotEmpty().WithMessage("field.required").MaximumLength(10_000).WithMessage("field.too_long");
}

internal sealed class RateTicketValidator : AbstractValidator<RateTicket>
{
    public RateTicketValidator()
    {
        RuleFor(x => x.Solved).NotNull().WithMessage("field.required");
        RuleFor(x => x.Satisfaction).NotNull().WithMessage("field.required").IsInEnum().WithMessage("field.malformed");
        RuleFor(x => x.Comment).MaximumLength(2_000).WithMessage("field.too_long");
    }
}

internal sealed class WithdrawTicketValidator : AbstractValidator<WithdrawTicket>
{
    public WithdrawTicketValidator() => RuleFor(x => x.Reason).MaximumLength(500).WithMessage("field.too_long");
}

/// <summary>Finds the resident's ticket, acts, saves; somebody faster on the other side means one more look, not a lost word.</summary>
internal sealed class ResidentDesk(HotlineDb db, ResidentTickets residents, TrackedTicketReader reader, TimeProvider clock)
{
    public async Task<Result<TrackedTicket>> Act(ResidentCommand command, Func<Ticket, Error?> act, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var found = await residents.Find(command.Number, command.Code, command.Address, ct);
            if (found.Error is { } unknown) return unknown;
            await db.LoadParts(found.Value!, ct);
            if (act(found.Value!) is { } refused) return refused with { Extensions = new Dictionary<string, object?>() };
            try
            {
                await db.MembersFollow(found.Value!, clock.GetUtcNow(), ct);
                await db.SaveChangesAsync(ct);
                return await reader.View(found.Value!, ct);
            }
            catch (DbUpdateConcurrencyException) when (attempt < 5)
            {
                db.ChangeTracker.Clear();
            }
        }
    }
}

internal sealed class SupplementTicketHandler(HotlineDb db, ResidentDesk desk, City city, TimeProvider clock) : IHandler<SupplementTicket, TrackedTicket>
{
    public Task<Result<TrackedTicket>> Handle(SupplementTicket request, CancellationToken ct) => desk.Act(request, ticket =>
    {
        var now = clock.GetUtcNow();
        if (ticket.Supplement(city.Clock, now) is { } refused) return refused;
        db.Supplements.Add(TicketSupplement.Of(ticket.Id, request.Text.Trim().Replace('\0', '\ufffd'), now));
        return null;
    }, ct);
}

internal sealed class ReopenOwnTicketHandler(HotlineDb db, ResidentDesk desk, City city, TimeProvider clock) : IHandler<ReopenOwnTicket, TrackedTicket>
{
    public Task<Result<TrackedTicket>> Handle(ReopenOwnTicket request, CancellationToken ct) => desk.Act(request, ticket =>
    {
        var (now, facts) = (clock.GetUtcNow(), request.Facts.Trim().Replace('\0', '\ufffd'));
        if (ticket.Reopen(facts, Actor.Resident, city.Clock, now) is { } refused) return refused;
        db.Supplements.Add(TicketSupplement.Of(ticket.Id, facts, now));
        return null;
    }, ct);
}

internal sealed class UrgeTicketHandler(ResidentDesk desk, TimeProvider clock) : IHandler<UrgeTicket, TrackedTicket>
{
    public Task<Result<TrackedTicket>> Handle(UrgeTicket request, CancellationToken ct) => desk.Act(request, ticket => ticket.Urge(clock.GetUtcNow()), ct);
}

internal sealed class RateTicketHandler(ResidentDesk desk, City city, TimeProvider clock) : IHandler<RateTicket, TrackedTicket>
{
    public Task<Result<TrackedTicket>> Handle(RateTicket request, CancellationToken ct) => desk.Act(request, ticket =>
        ticket.Rate(request.Solved!.Value, request.Satisfaction!.Value, request.Comment?.Replace('\0', '\ufffd'), city.Clock, clock.GetUtcNow()), ct);
}

internal sealed class WithdrawTicketHandler(ResidentDesk desk, TimeProvider clock) : IHandler<WithdrawTicket, TrackedTicket>
{
    public Task<Result<TrackedTicket>> Handle(WithdrawTicket request, CancellationToken ct) => desk.Act(request, ticket => ticket.Withdraw(request.Reason, clock.GetUtcNow()), ct);
}
