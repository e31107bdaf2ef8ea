using FluentValidation;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Messaging;
using Hotline.Api.Platform;
using Hotline.Domain.Tickets;

namespace Hotline.Api.Features.Disputes;

/// <summary>Asks the resident for what is missing (待补充); a department's clock stands still until the answer, or until the wait is over.</summary>
[Allow(Staff = true)]
internal sealed record AskResident : TicketCommand
{
    /// <summary>The resident reads it as it stands.</summary>
    public string Question { get; init; } = "";
}

/// <summary>Work goes on: the resident has answered otherwise, or the long-term listing ends early.</summary>
[Allow(Staff = true)]
internal sealed record ResumeTicket : TicketCommand
{
    public string? Note { get; init; }
}

internal sealed class AskResidentValidator : AbstractValidator<AskResident>
{
    public AskResidentValidator() => RuleFor(x => x.Question).NotEmpty().MaximumLength(500);
}

internal sealed class ResumeTicketValidator : AbstractValidator<ResumeTicket>
{
    public ResumeTicketValidator() => RuleFor(x => x.Note).MaximumLength(2_000);
}

internal sealed class AskResidentHandler(TicketDesk desk, ResidentNotices notices) : IHandler<AskResident, TicketView>
{
    public Task<Result<TicketView>> Handle(AskResident request, CancellationToken ct) => desk.Act(request, async ticket =>
    {
        var question = request.Question.Trim();
        if (ticket.AskResident(question, desk.Actor, desk.City.Clock, desk.Now) is { } refused) return refused;
        desk.Db.Questions.Add(ResidentQuestion.Of(ticket, question, desk.Actor, desk.Now));
        return await notices.Write("question", ticket, desk.Now, ct, NoticeWord.Same("question", question), NoticeWord.Day("due", desk.City.Clock.Calendar.DateOf(ticket.WaitsUntil!.Value)));
    }, ct);
}

internal sealed class ResumeTicketHandler(TicketDesk desk) : IHandler<ResumeTicket, TicketView>
{
    public Task<Result<TicketView>> Handle(ResumeTicket request, CancellationToken ct) => desk.Act(request, ticket => ticket.Resume(request.Note, desk.Actor, desk.City.Clock, desk.Now), ct);
}
