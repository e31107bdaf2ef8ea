using FluentValidation;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Messaging;
using Hotline.Api.Platform;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Disputes;

/// <summary>The department asks for more time (延期) before its time is over; the resident reads the reason when it is granted.</summary>
[Allow(Staff = true)]
internal sealed record RequestExtension : TicketCommand
{
    public int WorkingDays { get; init; }
    public string Reason { get; init; } = "";
    public string LegalBasis { get; init; } = "";
}

/// <summary>The handling deadline moves; the original instant is kept and the resident is told the new date and the reason.</summary>
[Allow(Staff = true)]
internal sealed record ApproveExtension : TicketCommand
{
    public string? Note { get; init; }
}

[Allow(Staff = true)]
internal sealed record RejectExtension : TicketCommand
{
    public string Reason { get; init; } = "";
}

internal sealed class RequestExtensionValidator : AbstractValidator<RequestExtension>
{
    public RequestExtensionValidator()
    {
        RuleFor(x => x.WorkingDays).InclusiveBetween(1, 1_000);
        RuleFor(x => x.Reason).NotEmpty().MaximumLength(500);
        RuleFor(x => x.LegalBasis).NotEmpty().MaximumLength(500);
    }
}

internal sealed class ApproveExtensionValidator : AbstractValidator<ApproveExtension>
{
    public ApproveExtensionValidator() => RuleFor(x => x.Note).MaximumLength(2_000);
}

internal sealed class RejectExtensionValidator : AbstractValidator<RejectExtension>
{
    public RejectExtensionValidator() => RuleFor(x => x.Reason).NotEmpty().MaximumLength(2_000);
}

internal sealed class RequestExtensionHandler(TicketDesk desk) : IHandler<RequestExtension, TicketView>
{
    public Task<Result<TicketView>> Handle(RequestExtension request, CancellationToken ct) => desk.Act(request, ticket =>
    {
        var asked = ExtensionRequest.Of(ticket, request.WorkingDays, request.Reason.Trim(), request.LegalBasis.Trim(), desk.Actor, desk.Now);
        if (ticket.RequestExtension(asked, desk.Actor, desk.City.Clock.PolicyAt(desk.Now).Extension, desk.Now) is { } refused) return refused;
        desk.Db.Extensions.Add(asked);
        return null;
    }, ct);
}

internal sealed class ApproveExtensionHandler(TicketDesk desk, ResidentNotices notices) : IHandler<ApproveExtension, TicketView>
{
    public Task<Result<TicketView>> Handle(ApproveExtension request, CancellationToken ct) => desk.Act(request, async ticket =>
    {
        var asked = await desk.Db.Extensions.SingleOrDefaultAsync(e => e.Id == ticket.PendingExtensionId, ct);
        if (ticket.ApproveExtension(asked, request.Note, desk.Actor, desk.City.Clock, desk.Now) is { } refused) return refused;
        return await notices.Write("extended", ticket, desk.Now, ct, NoticeWord.Day("due", desk.City.Clock.Calendar.DateOf(asked!.DueAfter!.Value)), NoticeWord.Same("reason", asked.Reason));
    }, ct);
}

internal sealed class RejectExtensionHandler(TicketDesk desk) : IHandler<RejectExtension, TicketView>
{
    public Task<Result<TicketView>> Handle(RejectExtension request, CancellationToken ct) => desk.Act(request, async ticket =>
        ticket.RejectExtension(await desk.Db.Extensions.SingleOrDefaultAsync(e => e.Id == ticket.PendingExtensionId, ct), request.Reason.Trim(), desk.Actor, desk.Now), ct);
}
