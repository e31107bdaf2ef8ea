using FluentValidation;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Publishing;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Publishing;

/// <summary>Takes a published answer down, with the reason kept in the history.</summary>
[Allow(Role.Publisher, Role.Supervisor)]
internal sealed record WithdrawPublication : TicketCommand
{
    public string Reason { get; init; } = "";
}

internal sealed class WithdrawPublicationValidator : AbstractValidator<WithdrawPublication>
{
    public WithdrawPublicationValidator() => RuleFor(x => x.Reason).NotEmpty().MaximumLength(2_000);
}

internal sealed class WithdrawPublicationHandler(TicketDesk desk) : IHandler<WithdrawPublication, TicketView>
{
    public Task<Result<TicketView>> Handle(WithdrawPublication request, CancellationToken ct) => desk.Act(request, async ticket =>
    {
        if (await desk.Db.Publications.SingleOrDefaultAsync(p => p.TicketId == ticket.Id && p.State != PublicationState.Withdrawn, ct) is not { } publication) return TicketErrors.NotProposed;
        publication.Withdraw();
        ticket.Note("WithdrawPublication", "PublicationWithdrawn", request.Reason.Trim(), desk.Actor, desk.Now);
        return (Error?)null;
    }, ct);
}
