using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain.Calendar;
using Hotline.Domain.Departments;
using Hotline.Domain.Staff;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Calendars;

/// <summary>The years of the working calendar, and which is missing.</summary>
[Allow(Role.Administrator, Role.Supervisor)]
internal sealed record ListCalendars;

/// <param name="Version">0 for the file of the installation, then 1, 2, 3, ... for what was applied since.</param>
internal sealed record CalendarYearView(int Year, int OffDays, int MakeUpDays, IReadOnlyList<string> Papers, IReadOnlyList<CalendarDay> Days, int Version, string? AppliedBy, DateTimeOffset? AppliedAt, string? Note);

/// <param name="NextYearMissing">True from October on while the coming year's notice is not loaded.</param>
internal sealed record CalendarsView(string Version, IReadOnlyList<CalendarYearView> Years, bool NextYearMissing);

internal sealed class ListCalendarsHandler(HotlineDb db, CityDocuments documents, City city, TimeProvider clock) : IHandler<ListCalendars, CalendarsView>
{
    public async Task<Result<CalendarsView>> Handle(ListCalendars request, CancellationToken ct)
    {
        var applied = await db.CityDocuments.AsNoTracking().Where(d => d.Name.StartsWith("calendars/")).OrderBy(d => d.Version).ToListAsync(ct);
        var newest = applied.GroupBy(d => d.Name).ToDictionary(g => g.Key, g => g.Last());
        var calendar = city.Clock.Calendar;
        var today = calendar.DateOf(clock.GetUtcNow());
        var years = new List<CalendarYearView>();
        for (var year = 2000; year <= 2099; year++)
        {
            if (!calendar.HasYear(year) || await documents.Text(CalendarText.NameOf(year), ct) is not { } text) continue;
            var notice = CalendarYear.Parse(text.Content);
            var document = newest.GetValueOrDefault(CalendarText.NameOf(year));
            years.Add(new CalendarYearView(year, notice.Days.Count(d => d.IsOffDay), notice.Days.Count(d => !d.IsOffDay), notice.Papers, notice.Days, text.Version, document?.AppliedBy, document?.AppliedAt, document?.Note));
        }
        return new CalendarsView(calendar.Version, years, today.Month >= 10 && !calendar.HasYear(today.Year + 1));
    }
}
