using Hotline.Api.Features.Calendars;
using Hotline.Api.Platform;

namespace Hotline.Api.Features.Policies;

/// <summary>Addresses of the city's rules of time: policies and calendars.</summary>
internal static class PolicyEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/policies", (IHandler<ListPolicies, IReadOnlyList<PolicyView>> list, CancellationToken ct) => list.Handle(new ListPolicies(), ct).ToHttp())
            .WithName(nameof(ListPolicies)).WithSummary("Policies on file, with their versions and terms").Produces<IReadOnlyList<PolicyView>>().ProducesProblem(403);
        api.MapPost("/policies", (ApplyPolicy body, IHandler<ApplyPolicy, IReadOnlyList<PolicyView>> apply, CancellationToken ct) => apply.Handle(body, ct).ToHttp())
            .WithName(nameof(ApplyPolicy)).WithSummary("Add a version of a policy").Produces<IReadOnlyList<PolicyView>>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(409);
        api.MapGet("/calendars", (IHandler<ListCalendars, CalendarsView> list, CancellationToken ct) => list.Handle(new ListCalendars(), ct).ToHttp())
            .WithName(nameof(ListCalendars)).WithSummary("Years of the working calendar").Produces<CalendarsView>().ProducesProblem(403);
        api.MapPost("/calendars/preview", (PreviewCalendar body, IHandler<PreviewCalendar, CalendarPreview> preview, CancellationToken ct) => preview.Handle(body, ct).ToHttp())
            .WithName(nameof(PreviewCalendar)).WithSummary("What a year's calendar would move").Produces<CalendarPreview>().ProducesProblem(400).ProducesProblem(403);
        api.MapPost("/calendars", (ApplyCalendar body, IHandler<ApplyCalendar, CalendarsView> apply, CancellationToken ct) => apply.Handle(body, ct).ToHttp())
            .WithName(nameof(ApplyCalendar)).WithSummary("Take a year's calendar over").Produces<CalendarsView>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(409);
    }
}
