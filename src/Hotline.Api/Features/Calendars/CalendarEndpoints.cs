using Hotline.Api.Platform;

namespace Hotline.Api.Features.Calendars;

internal static class CalendarEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/calendars", (IHandler<ListCalendars, CalendarsView> list, CancellationToken ct) => list.Handle(new ListCalendars(), ct).ToHttp())
            .WithName(nameof(ListCalendars)).WithSummary("Years of the working calendar").Produces<CalendarsView>().ProducesProblem(403);
        api.MapPost("/calendars/preview", (PreviewCalendar body, IHandler<PreviewCalendar, CalendarPreview> preview, CancellationToken ct) => preview.Handle(body, ct).ToHttp())
            .WithName(nameof(PreviewCalendar)).WithSummary("What a year's calendar would move").Produces<CalendarPreview>().ProducesProblem(400).ProducesProblem(403);
        api.MapPost("/calendars", (ApplyCalendar body, IHandler<ApplyCalendar, CalendarsView> apply, CancellationToken ct) => apply.Handle(body, ct).ToHttp())
            .WithName(nameof(ApplyCalendar)).WithSummary("Take a year's calendar over").Produces<CalendarsView>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(409);
    }
}
