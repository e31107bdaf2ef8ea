using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Supervision;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Orders;

/// <summary>One step of an order's life; its own table says who may take it.</summary>
[Allow(Staff = true)]
internal sealed record MoveOrder(Guid Id, OrderAction Action, string? Note);

internal sealed class MoveOrderValidator : AbstractValidator<MoveOrder>
{
    public MoveOrderValidator() => RuleFor(x => x.Note).MaximumLength(4_000).NotEmpty().When(x => x.Action is OrderAction.Answer or OrderAction.SendBack or OrderAction.Review);
}

internal sealed class MoveOrderHandler(HotlineDb db, OrderDesk desk, CurrentActor current, TimeProvider clock) : IHandler<MoveOrder, OrderView>
{
    public async Task<Result<OrderView>> Handle(MoveOrder request, CancellationToken ct)
    {
        if (await desk.Visible.Include(o => o.Tickets).Include(o => o.Steps).AsSplitQuery().SingleOrDefaultAsync(o => o.Id == request.Id, ct) is not { } order) return OrderDesk.NotFound;
        var now = clock.GetUtcNow();
        if (order.Move(request.Action, request.Note, current.Required, now) is { } refused) return refused;
        db.Emit("OrderChanged", "supervision", nameof(SupervisionOrder), order.Id, now, order.Department);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Error(ErrorKind.Conflict, "order.version_conflict");
        }
        return await desk.View(order, ct);
    }
}
