using FluentValidation;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Supervision;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Tickets;

/// <summary>A leader writes an instruction on a ticket (批示), to be reported back by a day; the ticket rises in every queue.</summary>
[Allow(Staff = true)]
internal sealed record InstructTicket : TicketCommand
{
    public string Text { get; init; } = "";
    /// <summary>Local day, its whole length counts.</summary>
    public DateOnly? ReportBy { get; init; }
}

/// <summary>The report back to the leader; the oldest open instruction when none is named.</summary>
[Allow(Staff = true)]
internal sealed record ReportInstruction : TicketCommand
{
    public Guid? InstructionId { get; init; }
    public string Text { get; init; } = "";
}

internal sealed class InstructTicketValidator : AbstractValidator<InstructTicket>
{
    public InstructTicketValidator()
    {
        RuleFor(x => x.Text).NotEmpty().MaximumLength(2_000);
        RuleFor(x => x.ReportBy).NotNull();
    }
}

internal sealed class ReportInstructionValidator : AbstractValidator<ReportInstruction>
{
    public ReportInstructionValidator() => RuleFor(x => x.Text).NotEmpty().MaximumLength(4_000);
}

internal sealed class InstructTicketHandler(TicketDesk desk) : IHandler<InstructTicket, TicketView>
{
    public Task<Result<TicketView>> Handle(InstructTicket request, CancellationToken ct) => desk.Act(request, ticket =>
    {
        var calendar = desk.City.Clock.Calendar;
        if (request.ReportBy < calendar.DateOf(desk.Now)) return Error.Field("reportBy", "instruction.report_by_past");
        if (ticket.Instruct(request.Text.Trim(), desk.Actor, desk.Now) is { } refused) return refused;
        desk.Db.Instructions.Add(LeaderInstruction.Of(ticket.Id, request.Text.Trim(), calendar.At(request.ReportBy!.Value, new TimeOnly(23, 59, 59)), desk.Actor, desk.Now));
        return (Error?)null;
    }, ct);
}

internal sealed class ReportInstructionHandler(TicketDesk desk) : IHandler<ReportInstruction, TicketView>
{
    public Task<Result<TicketView>> Handle(ReportInstruction request, CancellationToken ct) => desk.Act(request, async ticket =>
    {
        if (ticket.ReportInstruction(request.Text.Trim(), desk.Actor, desk.Now) is { } refused) return refused;
        var open = await desk.Db.Instructions.Where(i => i.TicketId == ticket.Id && i.ReportedAt == null && (request.InstructionId == null || i.Id == request.InstructionId)).OrderBy(i => i.ReportBy).ThenBy(i => i.Id).FirstOrDefaultAsync(ct);
        if (open is null) return Error.NotFound("instruction");
        open.ReportBack(request.Text.Trim(), desk.Actor, desk.Now);
        return null;
    }, ct);
}
