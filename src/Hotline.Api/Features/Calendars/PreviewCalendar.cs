using CsvHelper;
using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Calendar;
using Hotline.Domain.Deadlines;
using Hotline.Domain.Departments;
using Hotline.Domain.Staff;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Calendars;

/// <summary>What would a year's days off and make-up days change? Nothing is kept.</summary>
[Allow(Role.Administrator)]
internal sealed record PreviewCalendar(string? Content);

/// <param name="Day">A day whose nature changes.</param>
internal sealed record ChangedDay(DateOnly Day, string Name, bool WasWorkingDay, bool IsWorkingDay);

internal sealed record MovedDeadline(Guid TicketId, string TicketNumber, DeadlineStep Step, DateTimeOffset From, DateTimeOffset To);

/// <param name="Open">Running deadlines that were counted again for this answer.</param>
/// <param name="Moved">How many of them would be due at another instant.</param>
/// <param name="Examples">The first hundred of those.</param>
internal sealed record CalendarPreview(int Year, int OffDays, int MakeUpDays, IReadOnlyList<ChangedDay> ChangedDays, int Open, int Moved, IReadOnlyList<MovedDeadline> Examples);

internal sealed class PreviewCalendarValidator : AbstractValidator<PreviewCalendar>
{
    public PreviewCalendarValidator() => RuleFor(x => x.Content).NotEmpty().MaximumLength(200_000);
}

internal sealed class PreviewCalendarHandler(HotlineDb db, CityDocuments documents, City city) : IHandler<PreviewCalendar, CalendarPreview>
{
    private const int MostExamples = 100;

    public async Task<Result<CalendarPreview>> Handle(PreviewCalendar request, CancellationToken ct)
    {
        CalendarYear notice;
        try { notice = CalendarText.Parse(request.Content!); }
        catch (Exception wrong) when (wrong is FormatException or CsvHelperException) { return Error.Field("content", "city.document_wrong", wrong.Message); }
        var tried = await documents.Try(CalendarText.NameOf(notice.Year), CalendarText.Write(notice), ct);
        if (tried.Error is { } refused) return refused;

        var (before, after) = (city.Clock, tried.Value!.Clock);
        var changed = new List<ChangedDay>();
        for (var day = new DateOnly(notice.Year - 1, 12, 1); day.Year <= notice.Year; day = day.AddDays(1))
            if (before.Calendar.IsWorkingDay(day) != after.Calendar.IsWorkingDay(day))
                changed.Add(new ChangedDay(day, after.Calendar.Named(day)?.Name ?? before.Calendar.Named(day)?.Name ?? "", before.Calendar.IsWorkingDay(day), after.Calendar.IsWorkingDay(day)));

        // Only what ends in the year or later can move; one pass in the order of the key, in bounded memory.
        var earliest = after.Calendar.At(new DateOnly(notice.Year - 1, 12, 1), TimeOnly.MinValue);
        var (open, moved, examples) = (0, 0, new List<MovedDeadline>());
        var running = db.Deadlines.AsNoTracking().Where(d => d.MetAt == null && !d.Dropped && d.DueAt >= earliest)
            .Join(db.Tickets.AsNoTracking(), d => d.TicketId, t => t.Id, (d, t) => new { Deadline = d, Ticket = t }).AsAsyncEnumerable();
        await foreach (var row in running.WithCancellation(ct))
        {
            open++;
            var again = row.Ticket.Again(row.Deadline, after);
            if (again.DueAt == row.Deadline.DueAt) continue;
            if (++moved <= MostExamples) examples.Add(new MovedDeadline(row.Ticket.Id, row.Ticket.Number, row.Deadline.Step, row.Deadline.DueAt, again.DueAt));
        }
        return new CalendarPreview(notice.Year, notice.Days.Count(d => d.IsOffDay), notice.Days.Count(d => !d.IsOffDay), changed, open, moved, examples);
    }
}
