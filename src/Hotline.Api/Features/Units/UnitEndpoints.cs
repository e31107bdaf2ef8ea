using Hotline.Api.Platform;

namespace Hotline.Api.Features.Units;

/// <summary>Addresses of the units.</summary>
internal static class UnitEndpoints
{
    public static void Map(RouteGroupBuilder units)
    {
        units.MapGet("", (IHandler<ListUnits, UnitsView> list, CancellationToken ct) => list.Handle(new ListUnits(), ct).ToHttp())
            .WithName(nameof(ListUnits)).WithSummary("The tree of units").Produces<UnitsView>().ProducesProblem(403);
        units.MapPut("/{code}", (string code, SaveUnit body, IHandler<SaveUnit, UnitsView> save, CancellationToken ct) => { body.Code = code; return save.Handle(body, ct).ToHttp(); })
            .WithName(nameof(SaveUnit)).WithSummary("Enter or change a unit").Produces<UnitsView>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(409);
        units.MapDelete("/{code}", (string code, int? version, IHandler<DeleteUnit, UnitsView> delete, CancellationToken ct) => delete.Handle(new DeleteUnit(code, version), ct).ToHttp())
            .WithName(nameof(DeleteUnit)).WithSummary("Take a unit off the list").Produces<UnitsView>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        units.MapPost("/{code}/rehome", (string code, RehomeTickets body, IHandler<RehomeTickets, Rehomed> rehome, CancellationToken ct) => { body.Code = code; return rehome.Handle(body, ct).ToHttp(); })
            .WithName(nameof(RehomeTickets)).WithSummary("Hand its open tickets to another unit").Produces<Rehomed>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(404);
        units.MapGet("/{code}/duty", (string code, IHandler<ListDutyShifts, IReadOnlyList<DutyShiftView>> list, CancellationToken ct) => list.Handle(new ListDutyShifts(code), ct).ToHttp())
            .WithName(nameof(ListDutyShifts)).WithSummary("Who is on duty").Produces<IReadOnlyList<DutyShiftView>>().ProducesProblem(403).ProducesProblem(404);
        units.MapPost("/{code}/duty", (string code, AddDutyShift body, IHandler<AddDutyShift, IReadOnlyList<DutyShiftView>> add, CancellationToken ct) => { body.Code = code; return add.Handle(body, ct).ToHttp(); })
            .WithName(nameof(AddDutyShift)).WithSummary("Enter who is on duty").Produces<IReadOnlyList<DutyShiftView>>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(404);
        units.MapDelete("/{code}/duty/{id:guid}", (string code, Guid id, IHandler<RemoveDutyShift, IReadOnlyList<DutyShiftView>> remove, CancellationToken ct) => remove.Handle(new RemoveDutyShift(code, id), ct).ToHttp())
            .WithName(nameof(RemoveDutyShift)).WithSummary("Take a duty entry out").Produces<IReadOnlyList<DutyShiftView>>().ProducesProblem(403).ProducesProblem(404);
    }
}
