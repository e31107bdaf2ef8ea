using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Supervision;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Tickets;

/// <summary>A supervisor issues the formal rung that is due: written criticism (通报批评), then listed supervision (挂牌督办).</summary>
[Allow(Staff = true)]
internal sealed record EscalateTicket : TicketCommand
{
    public LadderRung? Rung { get; init; }
    public string Note { get; init; } = "";
}

internal sealed class EscalateTicketValidator : AbstractValidator<EscalateTicket>
{
    public EscalateTicketValidator()
    {
        RuleFor(x => x.Rung).NotNull().Must(r => r is null or LadderRung.Criticism or LadderRung.Listing).WithMessage("field.malformed");
        RuleFor(x => x.Note).NotEmpty().MaximumLength(2_000);
    }
}

internal sealed class EscalateTicketHandler(TicketDesk desk, SupervisionReader supervision) : IHandler<EscalateTicket, TicketView>
{
    public Task<Result<TicketView>> Handle(EscalateTicket request, CancellationToken ct) => desk.Act(request, async ticket =>
    {
        var rung = request.Rung!.Value;
        if (ticket.Escalate(rung == LadderRung.Listing, request.Note.Trim(), desk.Actor, desk.Now) is { } refused) return refused;
        if (await supervision.NextRung(ticket.Id, desk.Now, ct) is not { } next || next.Rung != rung || next.DueAt > desk.Now)
            return new Error(ErrorKind.Conflict, "ladder.not_due") { Arguments = [rung.ToString()] };
        var deadline = await desk.Db.Deadlines.AsNoTracking().SingleAsync(d => d.Id == next.DeadlineId, ct);
        var entry = LadderEntry.Of(rung, ticket.Id, ticket.LeadDepartment!, deadline, desk.Actor, request.Note.Trim(), desk.Now);
        // After the ticket: its version tells first when somebody else was faster.
        desk.Db.Also(token => BulkInsert.Insert(desk.Db, [entry], token));
        return (Error?)null;
    }, ct);
}
