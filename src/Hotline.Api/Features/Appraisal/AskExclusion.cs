using System.Text.Json.Serialization;
using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Staff;
using Hotline.Domain.Supervision;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Appraisal;

/// <summary>A department's approver asks to leave an ended ticket out of the department's figures.</summary>
[Allow(Role.Approver)]
internal sealed record AskExclusion(Guid? TicketId, string? Reason);

/// <summary>The supervisor grants or refuses it.</summary>
[Allow(Role.Supervisor)]
internal sealed record DecideExclusion(bool? Granted, string? Reason) : IExclusionStep
{
    [JsonIgnore] public Guid Id { get; set; }
}

/// <summary>The department appeals against a refusal, once.</summary>
[Allow(Role.Approver)]
internal sealed record AppealExclusion(string? Reason) : IExclusionStep
{
    [JsonIgnore] public Guid Id { get; set; }
}

/// <summary>The leader decides the appeal for good.</summary>
[Allow(Role.Leader)]
internal sealed record DecideExclusionAppeal(bool? Granted, string? Reason) : IExclusionStep
{
    [JsonIgnore] public Guid Id { get; set; }
}

internal interface IExclusionStep
{
    /// <summary>From the route.</summary>
    Guid Id { get; set; }
    string? Reason { get; }
}

/// <param name="LeftOut">The ticket stands in no figure now.</param>
/// <param name="AllowedActions">What the reader may do with it now: decide, appeal, decide-appeal.</param>
internal sealed record ExclusionView(Guid Id, Guid TicketId, string TicketNumber, string Subject, string Department, string? DepartmentName, ExclusionState State, bool LeftOut, string Reason, string AskedByName, DateTimeOffset AskedAt,
    string? Decision, string? DecidedByName, DateTimeOffset? DecidedAt, string? AppealReason, string? AppealedByName, DateTimeOffset? AppealedAt, string? FinalDecision, string? FinalByName, DateTimeOffset? FinalAt, IReadOnlyList<string> AllowedActions);

internal sealed class AskExclusionValidator : AbstractValidator<AskExclusion>
{
    public AskExclusionValidator()
    {
        RuleFor(x => x.TicketId).NotEmpty().WithMessage("field.required");
        RuleFor(x => x.Reason).NotEmpty().WithMessage("field.required").MaximumLength(1_000).WithMessage("field.too_long");
    }
}

internal sealed class DecideExclusionValidator : AbstractValidator<DecideExclusion>
{
    public DecideExclusionValidator()
    {
        RuleFor(x => x.Granted).NotNull().WithMessage("field.required");
        RuleFor(x => x.Reason).NotEmpty().WithMessage("field.required").MaximumLength(1_000).WithMessage("field.too_long");
    }
}

internal sealed class AppealExclusionValidator : AbstractValidator<AppealExclusion>
{
    public AppealExclusionValidator() => RuleFor(x => x.Reason).NotEmpty().WithMessage("field.required").MaximumLength(1_000).WithMessage("field.too_long");
}

internal sealed class DecideExclusionAppealValidator : AbstractValidator<DecideExclusionAppeal>
{
    public DecideExclusionAppealValidator()
    {
        RuleFor(x => x.Granted).NotNull().WithMessage("field.required");
        RuleFor(x => x.Reason).NotEmpty().WithMessage("field.required").MaximumLength(1_000).WithMessage("field.too_long");
    }
}

/// <summary>Loads, acts, saves; of two people who decide at once the second is told that it is decided.</summary>
internal sealed class ExclusionDesk(HotlineDb db, TicketReader tickets, AppraisalReader reader, CurrentActor current, TimeProvider clock)
{
    private const int MostTries = 3;

    public Actor Actor => current.Required;
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    public async Task<Result<ExclusionView>> Ask(Guid ticketId, string reason, CancellationToken ct)
    {
        for (var tries = MostTries; ; tries--)
        {
            if (await tickets.Visible(Actor).SingleOrDefaultAsync(t => t.Id == ticketId, ct) is not { } ticket) return TicketErrors.NotFound;
            if (ticket.LeadDepartment != Actor.DepartmentCode) return TicketErrors.OtherDepartment;
            if (!AppraisalFacts.HasEnded(ticket.State)) return new Error(ErrorKind.Conflict, "exclusion.not_ended");
            if (await db.Exclusions.AnyAsync(x => x.TicketId == ticketId, ct)) return new Error(ErrorKind.Conflict, "exclusion.exists");
            var exclusion = AppraisalExclusion.Ask(ticket, reason.Trim(), Actor, Now);
            db.Exclusions.Add(exclusion);
            try
            {
                await db.SaveChangesAsync(ct);
                return View(exclusion, ticket);
            }
            catch (DbUpdateException) when (tries > 1) { db.ChangeTracker.Clear(); }
        }
    }

    public async Task<Result<ExclusionView>> Act(IExclusionStep step, Func<AppraisalExclusion, Ticket, Error?> act, CancellationToken ct)
    {
        for (var tries = MostTries; ; tries--)
        {
            if (await db.Exclusions.SingleOrDefaultAsync(x => x.Id == step.Id, ct) is not { } exclusion
                || await tickets.Visible(Actor).SingleOrDefaultAsync(t => t.Id == exclusion.TicketId, ct) is not { } ticket) return Error.NotFound("exclusion");
            if (act(exclusion, ticket) is { } refused) return refused;
            try
            {
                await db.SaveChangesAsync(ct);
                return View(exclusion, ticket);
            }
            catch (DbUpdateConcurrencyException) when (tries > 1) { db.ChangeTracker.Clear(); }
        }
    }

    public ExclusionView View(AppraisalExclusion x, Ticket ticket) => new(x.Id, x.TicketId, ticket.Number, ticket.Subject, x.Department, x.Department.Length == 0 ? null : reader.NameOf(x.Department), x.State, x.Holds,
        x.Reason, x.AskedByName, x.AskedAt, x.Decision, x.DecidedByName, x.DecidedAt, x.AppealReason, x.AppealedByName, x.AppealedAt, x.FinalDecision, x.FinalByName, x.FinalAt, [.. Allowed(x)]);

    private IEnumerable<string> Allowed(AppraisalExclusion x)
    {
        if (x.State == ExclusionState.Asked && Actor.Has(Role.Supervisor)) yield return "decide";
        if (x.State == ExclusionState.Refused && Actor.Has(Role.Approver) && x.Department == Actor.DepartmentCode) yield return "appeal";
        if (x.State == ExclusionState.Appealed && Actor.Has(Role.Leader)) yield return "decide-appeal";
    }
}

internal sealed class AskExclusionHandler(ExclusionDesk desk) : IHandler<AskExclusion, ExclusionView>
{
    public Task<Result<ExclusionView>> Handle(AskExclusion request, CancellationToken ct) => desk.Ask(request.TicketId!.Value, request.Reason!, ct);
}

internal sealed class DecideExclusionHandler(ExclusionDesk desk) : IHandler<DecideExclusion, ExclusionView>
{
    public Task<Result<ExclusionView>> Handle(DecideExclusion request, CancellationToken ct) => desk.Act(request, (x, ticket) => x.Decide(ticket, request.Granted!.Value, request.Reason!.Trim(), desk.Actor, desk.Now), ct);
}

internal sealed class AppealExclusionHandler(ExclusionDesk desk) : IHandler<AppealExclusion, ExclusionView>
{
    public Task<Result<ExclusionView>> Handle(AppealExclusion request, CancellationToken ct) => desk.Act(request, (x, ticket) =>
        x.Department != desk.Actor.DepartmentCode ? TicketErrors.OtherDepartment : x.Appeal(ticket, request.Reason!.Trim(), desk.Actor, desk.Now), ct);
}

internal sealed class DecideExclusionAppealHandler(ExclusionDesk desk) : IHandler<DecideExclusionAppeal, ExclusionView>
{
    public Task<Result<ExclusionView>> Handle(DecideExclusionAppeal request, CancellationToken ct) => desk.Act(request, (x, ticket) => x.DecideAppeal(ticket, request.Granted!.Value, request.Reason!.Trim(), desk.Actor, desk.Now), ct);
}
