using CsvHelper;
using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Calendar;
using Hotline.Domain.Staff;

namespace Hotline.Api.Features.Calendars;

/// <summary>Takes a year's calendar over. The running deadlines of open tickets are counted again in the background; each that moves says so in its ticket's history.</summary>
/// <param name="Version">The version of that year that the administrator had before them; a newer one is a conflict.</param>
[Allow(Role.Administrator)]
internal sealed record ApplyCalendar(string? Content, int? Version, string? Note);

internal sealed class ApplyCalendarValidator : AbstractValidator<ApplyCalendar>
{
    public ApplyCalendarValidator()
    {
        RuleFor(x => x.Content).NotEmpty().MaximumLength(200_000);
        RuleFor(x => x.Note).MaximumLength(500);
    }
}

internal sealed class ApplyCalendarHandler(CityDocuments documents, CurrentActor current, IHandler<ListCalendars, CalendarsView> list) : IHandler<ApplyCalendar, CalendarsView>
{
    public async Task<Result<CalendarsView>> Handle(ApplyCalendar request, CancellationToken ct)
    {
        CalendarYear notice;
        try { notice = CalendarText.Parse(request.Content!); }
        catch (Exception wrong) when (wrong is FormatException or CsvHelperException) { return Error.Field("content", "city.document_wrong", wrong.Message); }
        var applied = await documents.Apply(CalendarText.NameOf(notice.Year), CalendarText.Write(notice), request.Version, request.Note, current.Required.UserName, ct);
        return applied.Error is { } refused ? refused : await list.Handle(new ListCalendars(), ct);
    }
}
