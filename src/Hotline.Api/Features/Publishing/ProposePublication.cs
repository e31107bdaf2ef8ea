using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Publishing;
using Hotline.Domain.Residents;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Publishing;

/// <summary>What the public would read, with personal data taken out and each place marked; a person checks it.</summary>
[Allow(Role.Publisher, Role.Supervisor)]
internal sealed record GetPublicationProposal(Guid TicketId);

/// <param name="Redactions">Offsets into the texts given here.</param>
internal sealed record PublicationProposal(string Title, string Question, string Answer, IReadOnlyList<RedactionView> Redactions);

/// <summary>The part of a publication that something was taken out of.</summary>
internal enum PublicationField { Title, Question, Answer }

internal sealed record RedactionView(PublicationField Field, int Start, int Length, PersonalDataKind Kind, string Original);

/// <summary>Proposes the public wording (公开稿); absent parts take the redacted proposal.</summary>
[Allow(Role.Publisher, Role.Supervisor)]
internal sealed record ProposePublication : TicketCommand
{
    public string? Title { get; init; }
    public string? Question { get; init; }
    public string? Answer { get; init; }
}

internal sealed class ProposePublicationValidator : AbstractValidator<ProposePublication>
{
    public ProposePublicationValidator()
    {
        RuleFor(x => x.Title).MaximumLength(200);
        RuleFor(x => x.Question).MaximumLength(20_000);
        RuleFor(x => x.Answer).MaximumLength(20_000);
    }
}

/// <summary>Redacts a ticket's texts, the resident's own name and numbers included.</summary>
internal sealed class PublicationProposals(HotlineDb db, PersonalData personal)
{
    public async Task<Result<PublicationProposal>> Make(Ticket ticket, CancellationToken ct)
    {
        if (ticket.Confidential) return TicketErrors.Confidential;
        var reply = await db.Replies.AsNoTracking().Where(r => r.TicketId == ticket.Id).OrderByDescending(r => r.RepliedAt).FirstOrDefaultAsync(ct);
        if (!ticket.CanBePublished || reply is null) return TicketErrors.NothingToPublish;
        var resident = ticket.ResidentId is { } id ? await db.Residents.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) : null;
        var known = personal.KnownOf(resident, ticket);
        var (title, question, answer) = (Redactor.Redact(ticket.Subject, known), Redactor.Redact(ticket.Body, known), Redactor.Redact(reply.PublicText, known));
        return new PublicationProposal(title.Text, question.Text, answer.Text, [.. Views(PublicationField.Title, title), .. Views(PublicationField.Question, question), .. Views(PublicationField.Answer, answer)]);
    }

    private static IEnumerable<RedactionView> Views(PublicationField field, RedactedText text) =>
        text.Redactions.Select(r => new RedactionView(field, r.Start, r.Length, r.Kind, r.Original));
}

internal sealed class GetPublicationProposalHandler(TicketReader reader, PublicationProposals proposals, CurrentActor current) : IHandler<GetPublicationProposal, PublicationProposal>
{
    public async Task<Result<PublicationProposal>> Handle(GetPublicationProposal request, CancellationToken ct) =>
        await reader.Visible(current.Required).AsNoTracking().SingleOrDefaultAsync(t => t.Id == request.TicketId, ct) is { } ticket
            ? await proposals.Make(ticket, ct)
            : TicketErrors.NotFound;
}

internal sealed class ProposePublicationHandler(TicketDesk desk, PublicationProposals proposals) : IHandler<ProposePublication, TicketView>
{
    public Task<Result<TicketView>> Handle(ProposePublication request, CancellationToken ct) => desk.Act(request, async ticket =>
    {
        var made = await proposals.Make(ticket, ct);
        if (made.Error is { } error) return error;
        var (title, question, answer) = (Text(request.Title) ?? made.Value!.Title, Text(request.Question) ?? made.Value!.Question, Text(request.Answer) ?? made.Value!.Answer);
        if (await desk.Db.Publications.SingleOrDefaultAsync(p => p.TicketId == ticket.Id, ct) is { } earlier)
            earlier.Revise(title, question, answer, desk.Actor, desk.Now);
        else desk.Db.Publications.Add(Publication.Propose(ticket, title, question, answer, desk.Actor, desk.Now));
        ticket.Note("ProposePublication", "PublicationProposed", null, desk.Actor, desk.Now);
        return (Error?)null;
    }, ct);

    private static string? Text(string? given) => string.IsNullOrWhiteSpace(given) ? null : given.Trim();
}
