using FluentValidation;
using Hotline.Api.Platform;

namespace Hotline.Api.Features.Tickets;

/// <summary>The centre says what the several requests of a message are (诉求拆分); the reply has to answer each. None means one request.</summary>
[Allow(Staff = true)]
internal sealed record SetRequestItems : TicketCommand
{
    public IReadOnlyList<string> Items { get; init => field = value ?? []; } = [];
}

internal sealed class SetRequestItemsValidator : AbstractValidator<SetRequestItems>
{
    public SetRequestItemsValidator()
    {
        RuleFor(x => x.Items).Must(items => items.Count <= 20).WithMessage("request_items.too_many");
        RuleFor(x => x.Items).Must(items => items.All(i => !string.IsNullOrWhiteSpace(i))).WithMessage("field.required");
        RuleFor(x => x.Items).Must(items => items.All(i => i is not { Length: > 1_000 })).WithMessage("field.too_long");
    }
}

internal sealed class SetRequestItemsHandler(TicketDesk desk) : IHandler<SetRequestItems, TicketView>
{
    public Task<Result<TicketView>> Handle(SetRequestItems request, CancellationToken ct) =>
        desk.Act(request, ticket => ticket.SetRequestItems([.. request.Items.Select(i => i.Trim())], desk.Actor, desk.Now), ct);
}
