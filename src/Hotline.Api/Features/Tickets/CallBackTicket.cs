using FluentValidation;
using Hotline.Api.Messaging;
using Hotline.Api.Platform;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Tickets;

/// <summary>One try to call the resident back (回访). Who is reached is asked two things apart: solved? satisfied? After the last failed try the resident gets the link.</summary>
[Allow(Staff = true)]
internal sealed record CallBackTicket : TicketCommand
{
    public CallOutcome? Outcome { get; init; }
    /// <summary>Needed when reached.</summary>
    public SolvedExtent? Solved { get; init; }
    /// <summary>Needed when reached.</summary>
    public Satisfaction? Satisfaction { get; init; }
    /// <summary>The resident's own words, or a note on the try.</summary>
    public string? Comment { get; init; }
}

/// <summary>Nobody can be asked: the centre has looked at the outcome itself and says what it found.</summary>
[Allow(Staff = true)]
internal sealed record EvaluateTicket : TicketCommand
{
    public string Finding { get; init; } = "";
}

internal sealed class CallBackTicketValidator : AbstractValidator<CallBackTicket>
{
    public CallBackTicketValidator()
    {
        RuleFor(x => x.Outcome).NotNull().IsInEnum();
        RuleFor(x => x.Solved).IsInEnum().NotEqual(SolvedExtent.Unsaid);
        RuleFor(x => x.Satisfaction).IsInEnum();
        RuleFor(x => x.Comment).MaximumLength(2_000);
    }
}

internal sealed class EvaluateTicketValidator : AbstractValidator<EvaluateTicket>
{
    public EvaluateTicketValidator() => RuleFor(x => x.Finding).NotEmpty().MaximumLength(2_000);
}

internal sealed class CallBackTicketHandler(TicketDesk desk, ResidentNotices notices) : IHandler<CallBackTicket, TicketView>
{
    public Task<Result<TicketView>> Handle(CallBackTicket request, CancellationToken ct) => desk.Act(request, async ticket =>
    {
        var comment = string.IsNullOrWhiteSpace(request.Comment) ? null : request.Comment.Trim();
        var followUp = await desk.Db.FollowUps.SingleOrDefaultAsync(f => f.TicketId == ticket.Id && f.Round == ticket.Round, ct);
        if (ticket.CallBack(request.Outcome!.Value, request.Solved, request.Satisfaction, comment, desk.Actor, desk.City.Clock, desk.Now) is { } refused) return refused;
        if (followUp is null) return null;   // answered before there were call-backs
        if (followUp.Try(request.Outcome.Value, comment, desk.Actor, desk.City.Clock, desk.Now) is { } notNow) return notNow;
        return followUp.State == FollowUpState.Waiting ? await notices.Write("ratingRequest", ticket, desk.Now, ct) : null;
    }, ct);
}

internal sealed class EvaluateTicketHandler(TicketDesk desk) : IHandler<EvaluateTicket, TicketView>
{
    public Task<Result<TicketView>> Handle(EvaluateTicket request, CancellationToken ct) => desk.Act(request, async ticket =>
    {
        if (ticket.Evaluate(request.Finding.Trim(), desk.Actor, desk.City.Clock, desk.Now) is { } refused) return refused;
        if (await desk.Db.FollowUps.SingleOrDefaultAsync(f => f.TicketId == ticket.Id && f.Round == ticket.Round, ct) is { } followUp) followUp.Finish(desk.Now);
        return null;
    }, ct);
}
