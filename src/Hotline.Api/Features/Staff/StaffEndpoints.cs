using Hotline.Api.Platform;

namespace Hotline.Api.Features.Staff;

/// <summary>Addresses of the accounts and of who stands in for whom.</summary>
internal static class StaffEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/staff", (string? q, IHandler<ListStaff, IReadOnlyList<StaffView>> list, CancellationToken ct) => list.Handle(new ListStaff(q), ct).ToHttp())
            .WithName(nameof(ListStaff)).WithSummary("Accounts").Produces<IReadOnlyList<StaffView>>().ProducesProblem(403);
        api.MapPut("/staff/{userName}", (string userName, SaveStaff body, IHandler<SaveStaff, IReadOnlyList<StaffView>> save, CancellationToken ct) => { body.UserName = userName; return save.Handle(body, ct).ToHttp(); })
            .WithName(nameof(SaveStaff)).WithSummary("Make or change an account").Produces<IReadOnlyList<StaffView>>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(409);
        api.MapGet("/delegations", (IHandler<ListDelegations, IReadOnlyList<DelegationView>> list, CancellationToken ct) => list.Handle(new ListDelegations(), ct).ToHttp())
            .WithName(nameof(ListDelegations)).WithSummary("Who stands in for whom").Produces<IReadOnlyList<DelegationView>>();
        api.MapGet("/delegations/colleagues", (IHandler<ListColleagues, IReadOnlyList<Colleague>> list, CancellationToken ct) => list.Handle(new ListColleagues(), ct).ToHttp())
            .WithName(nameof(ListColleagues)).WithSummary("Who could stand in for oneself").Produces<IReadOnlyList<Colleague>>();
        api.MapPost("/delegations", (AppointStandIn body, IHandler<AppointStandIn, IReadOnlyList<DelegationView>> make, CancellationToken ct) => make.Handle(body, ct).ToHttp())
            .WithName("AppointStandIn").WithSummary("Let a colleague stand in").Produces<IReadOnlyList<DelegationView>>().ProducesProblem(400).ProducesProblem(403);
        api.MapPost("/delegations/{id:guid}/end", (Guid id, IHandler<EndDelegation, IReadOnlyList<DelegationView>> end, CancellationToken ct) => end.Handle(new EndDelegation(id), ct).ToHttp())
            .WithName(nameof(EndDelegation)).WithSummary("End it at once").Produces<IReadOnlyList<DelegationView>>().ProducesProblem(404);
    }
}
