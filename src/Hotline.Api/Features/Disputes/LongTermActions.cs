using System.Text.Json;
using FluentValidation;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Messaging;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Disputes;

/// <summary>A matter that takes long (挂账): proposed by the unit's approver, or listed by a supervisor at once. The resident reads reason, steps and end.</summary>
[Allow(Staff = true)]
internal sealed record ListLongTerm : TicketCommand
{
    public string Reason { get; init; } = "";
    public IReadOnlyList<MilestoneView> Milestones { get; init; } = [];
    /// <summary>The last day of the listing.</summary>
    public DateOnly? Until { get; init; }
}

/// <summary>A supervisor confirms the listing that the unit proposed.</summary>
[Allow(Staff = true)]
internal sealed record ConfirmLongTerm : TicketCommand
{
    public string? Note { get; init; }
}

[Allow(Staff = true)]
internal sealed record RejectLongTerm : TicketCommand
{
    public string Reason { get; init; } = "";
}

/// <summary>The monthly word to the resident about how far it has come.</summary>
[Allow(Staff = true)]
internal sealed record NoteProgress : TicketCommand
{
    public string Text { get; init; } = "";
}

internal sealed class ListLongTermValidator : AbstractValidator<ListLongTerm>
{
    public ListLongTermValidator()
    {
        RuleFor(x => x.Reason).NotEmpty().MaximumLength(1_000);
        RuleFor(x => x.Until).NotNull().WithMessage("field.required");
        RuleFor(x => x.Milestones).Must(m => m is { Count: >= 1 and <= 24 } && m.All(x => x is { Text.Length: > 0 and <= 200 })).WithMessage("field.malformed");
    }
}

internal sealed class ConfirmLongTermValidator : AbstractValidator<ConfirmLongTerm>
{
    public ConfirmLongTermValidator() => RuleFor(x => x.Note).MaximumLength(2_000);
}

internal sealed class RejectLongTermValidator : AbstractValidator<RejectLongTerm>
{
    public RejectLongTermValidator() => RuleFor(x => x.Reason).NotEmpty().MaximumLength(2_000);
}

internal sealed class NoteProgressValidator : AbstractValidator<NoteProgress>
{
    public NoteProgressValidator() => RuleFor(x => x.Text).NotEmpty().MaximumLength(1_000);
}

internal sealed class ListLongTermHandler(TicketDesk desk, ResidentNotices notices) : IHandler<ListLongTerm, TicketView>
{
    private static readonly TimeOnly LastSecond = new(23, 59, 59);

    public Task<Result<TicketView>> Handle(ListLongTerm request, CancellationToken ct) => desk.Act(request, async ticket =>
    {
        var policy = desk.City.Clock.PolicyAt(desk.Now);
        var (calendar, most) = (desk.City.Clock.Calendar, policy.LongTermDays);
        if (policy.LongTermFor.Count > 0 && !policy.LongTermFor.Any(prefix => ticket.CategoryCode?.StartsWith(prefix, StringComparison.Ordinal) == true)) return new Error(ErrorKind.Conflict, "long_term.not_this_category");
        var (today, last) = (calendar.DateOf(desk.Now), request.Until!.Value);
        if (last <= today || last > today.AddDays(most)) return Error.Field("until", "long_term.until_out_of_range", $"{most}");
        if (request.Milestones.Any(m => m.At < today || m.At > last)) return Error.Field("milestones", "long_term.milestone_out_of_range");
        var milestones = JsonSerializer.Serialize(request.Milestones.OrderBy(m => m.At), HotlineJson.Options);
        var listing = LongTermListing.Of(ticket, request.Reason.Trim(), milestones, calendar.At(last, LastSecond), desk.Actor, desk.Now);
        var atOnce = desk.Actor.Has(Role.Supervisor);
        if ((atOnce ? ticket.ListLongTerm(listing, null, desk.Actor, desk.City.Clock, desk.Now) : ticket.ProposeLongTerm(listing, desk.Actor, desk.Now)) is { } refused) return refused;
        desk.Db.LongTermListings.Add(listing);
        return atOnce ? await notices.Write("longTerm", ticket, desk.Now, ct, NoticeWord.Day("due", last)) : null;
    }, ct);
}

internal sealed class ConfirmLongTermHandler(TicketDesk desk, ResidentNotices notices) : IHandler<ConfirmLongTerm, TicketView>
{
    public Task<Result<TicketView>> Handle(ConfirmLongTerm request, CancellationToken ct) => desk.Act(request, async ticket =>
    {
        var listing = await desk.Db.LongTermListings.SingleOrDefaultAsync(l => l.Id == ticket.PendingLongTermId, ct);
        if (ticket.ListLongTerm(listing, request.Note, desk.Actor, desk.City.Clock, desk.Now) is { } refused) return refused;
        return await notices.Write("longTerm", ticket, desk.Now, ct, NoticeWord.Day("due", desk.City.Clock.Calendar.DateOf(listing!.Until)));
    }, ct);
}

internal sealed class RejectLongTermHandler(TicketDesk desk) : IHandler<RejectLongTerm, TicketView>
{
    public Task<Result<TicketView>> Handle(RejectLongTerm request, CancellationToken ct) => desk.Act(request, async ticket =>
        ticket.RejectLongTerm(await desk.Db.LongTermListings.SingleOrDefaultAsync(l => l.Id == ticket.PendingLongTermId, ct), request.Reason.Trim(), desk.Actor, desk.Now), ct);
}

internal sealed class NoteProgressHandler(TicketDesk desk) : IHandler<NoteProgress, TicketView>
{
    public Task<Result<TicketView>> Handle(NoteProgress request, CancellationToken ct) => desk.Act(request, ticket =>
    {
        var text = request.Text.Trim();
        if (ticket.NoteProgress(text, desk.Actor, desk.Now) is { } refused) return refused;
        desk.Db.ProgressNotes.Add(ProgressNote.Of(ticket.Id, text, desk.Actor, desk.Now));
        return null;
    }, ct);
}
