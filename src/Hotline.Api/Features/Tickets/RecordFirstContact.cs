using FluentValidation;
using Hotline.Api.Platform;
using Hotline.Domain.Tickets;

namespace Hotline.Api.Features.Tickets;

/// <summary>The handler has tried to reach the resident (先行联系); how it went is kept.</summary>
[Allow(Staff = true)]
internal sealed record RecordFirstContact : TicketCommand
{
    public FirstContactOutcome? Outcome { get; init; }
    public string? Note { get; init; }
}

internal sealed class RecordFirstContactValidator : AbstractValidator<RecordFirstContact>
{
    public RecordFirstContactValidator()
    {
        RuleFor(x => x.Outcome).NotNull().IsInEnum();
        RuleFor(x => x.Note).MaximumLength(2_000);
    }
}

internal sealed class RecordFirstContactHandler(TicketDesk desk) : IHandler<RecordFirstContact, TicketView>
{
    public Task<Result<TicketView>> Handle(RecordFirstContact request, CancellationToken ct) =>
        desk.Act(request, ticket => ticket.RecordFirstContact(request.Outcome!.Value, request.Note, desk.Actor, desk.Now), ct);
}
