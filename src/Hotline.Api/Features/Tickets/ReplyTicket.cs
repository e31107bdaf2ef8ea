using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Deadlines;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Tickets;

/// <summary>The department's reply: words for the resident, an inner note apart, the result. The department's approver decides next.</summary>
[Allow(Staff = true)]
internal sealed record ReplyTicket : TicketCommand
{
    public string PublicText { get; init; } = "";
    public string? InnerNote { get; init; }
    public ReplyResult? Result { get; init; }
    public string? LegalBasis { get; init; }
    /// <summary>One entry for each request item of the ticket.</summary>
    public IReadOnlyList<ItemAnswer> Items { get; init => field = value ?? []; } = [];
    /// <summary>Why the lead answers although a part is missing; kept in the history.</summary>
    public string? OverrideReason { get; init; }
}

internal sealed class ReplyTicketValidator : AbstractValidator<ReplyTicket>
{
    public ReplyTicketValidator()
    {
        RuleFor(x => x.PublicText).NotEmpty().MaximumLength(10_000);
        RuleFor(x => x.InnerNote).MaximumLength(10_000);
        RuleFor(x => x.LegalBasis).MaximumLength(2_000);
        RuleFor(x => x.Result).NotNull().IsInEnum();
        RuleFor(x => x.OverrideReason).MaximumLength(2_000);
        RuleFor(x => x.Items).Must(items => items.Count <= 50 && items.All(i => i is { Text: not { Length: > 5_000 } })).WithMessage("field.too_long");
    }
}

internal sealed class ReplyTicketHandler(TicketDesk desk) : IHandler<ReplyTicket, TicketView>
{
    public Task<Result<TicketView>> Handle(ReplyTicket request, CancellationToken ct) => desk.Act(request, async ticket =>
    {
        if (ticket.AllowedActions(desk.Actor).Contains("reply") && await WithoutEvidence(ticket, ct) is { } missing) return missing;
        return ticket.Reply(request.PublicText.Trim(), request.InnerNote, request.Result!.Value, request.LegalBasis, desk.Actor, desk.City.Clock, desk.Now, request.Items, request.OverrideReason);
    }, ct);

    /// <summary>Some matters are answered with more than words; what was added before this round proves nothing of it.</summary>
    private async Task<Error?> WithoutEvidence(Ticket ticket, CancellationToken ct)
    {
        var wanted = desk.City.Category(ticket.CategoryCode)?.Evidence ?? EvidenceKind.None;
        if (wanted == EvidenceKind.None) return null;
        var since = ticket.Deadlines.FindLast(d => d.Step == DeadlineStep.Handle)!.StartedAt;
        var files = await desk.Db.Attachments.AsNoTracking().Where(a => a.TicketId == ticket.Id && a.Kind == AttachmentKind.Evidence && a.State == AttachmentState.Stored && a.AddedAt >= since)
            .Select(a => new EvidenceFile(a.ContentType, a.TakenAt, a.TakenPlace)).ToListAsync(ct);
        return EvidenceFile.Check(wanted, files);
    }
}
