using System.Globalization;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Deadlines;
using Hotline.Domain.Departments;
using Hotline.Domain.Tickets;

namespace Hotline.Api.Features.Deadlines;

/// <summary>When would it be due? Tries the city's calendar and policies out; nothing personal is in it, so anybody may ask.</summary>
/// <param name="From">The day (<c>2026-02-13</c>, its beginning) or the instant with an offset at which the clock starts.</param>
/// <param name="WorkingDays">1 to 2,000, halves allowed. Without it the policy's term for <paramref name="Type"/> and <paramref name="Urgency"/> counts.</param>
/// <param name="Type">A ticket type; HelpRequest when absent.</param>
/// <param name="Urgency">Normal when absent.</param>
/// <param name="Category">A category code, for policies with terms of their own.</param>
/// <param name="Step">A step of the ticket's life; Handle when absent.</param>
/// <param name="Policy">Code of a policy on file; the one in force when absent.</param>
[Allow(Anybody = true)]
internal sealed record PreviewDeadline(string? From, string? WorkingDays, [Words(NamesOf = typeof(TicketType))] string? Type, [Words(NamesOf = typeof(Urgency))] string? Urgency,
    string? Category, [Words(NamesOf = typeof(DeadlineStep))] string? Step, string? Policy);

/// <param name="Date">The local date on which the term ends.</param>
/// <param name="DueAt">The last second in time.</param>
/// <param name="WarnAt">When the light turns yellow.</param>
/// <param name="Explanation">Why then, in the reader's language.</param>
/// <param name="CalendarMissing">True when the calendar of a year that it touches is not loaded: the date is a guess.</param>
internal sealed record DeadlinePreview(DateOnly Date, DateTimeOffset DueAt, DateTimeOffset HalfAt, DateTimeOffset WarnAt, string Term, string Explanation, DateTimeOffset StartedAt,
    string Policy, string PolicyVersion, string CalendarVersion, bool CalendarMissing);

internal sealed class PreviewDeadlineHandler(City city) : IHandler<PreviewDeadline, DeadlinePreview>
{
    public Task<Result<DeadlinePreview>> Handle(PreviewDeadline request, CancellationToken ct) => Task.FromResult(Preview(request));

    private Result<DeadlinePreview> Preview(PreviewDeadline request)
    {
        var facts = city.Facts;
        var policyCode = request.Policy is { Length: > 0 } wanted ? wanted : facts.Policy;
        if (!facts.Clocks.TryGetValue(policyCode, out var clocks)) return Error.Field("policy", "list.value_unknown", policyCode);
        if (string.IsNullOrWhiteSpace(request.From)) return Error.Field("from", "field.required");
        if (StartOf(request.From.Trim(), clocks) is not { } from) return Error.Field("from", "deadline.from_malformed");
        if (Named(request.Type, "type", TicketType.HelpRequest, out var type) is { } badType) return badType;
        if (Named(request.Urgency, "urgency", Urgency.Normal, out var urgency) is { } badUrgency) return badUrgency;
        if (Named(request.Step, "step", DeadlineStep.Handle, out var step) is { } badStep) return badStep;
        if (request.Category is { Length: > 0 } category && facts.Category(category) is null) return Error.Field("category", "ticket.category_unknown");

        Deadline deadline;
        if (request.WorkingDays is { Length: > 0 } days)
        {
            if (!Duration.TryParse(days.Trim() + "wd", out var term)) return Error.Field("workingDays", "deadline.working_days_malformed");
            deadline = DeadlineCalculator.Calculate(clocks.PolicyAt(from), clocks.CalendarAt(from), term, step: null, from);
        }
        else deadline = clocks.Calculate(step, type, urgency, from, request.Category);

        return new DeadlinePreview(clocks.Calendar.DateOf(deadline.DueAt), Local(deadline.DueAt), Local(deadline.HalfAt), Local(deadline.WarnAt), deadline.Term.ToString(),
            CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? deadline.ExplanationEn : deadline.ExplanationZh,
            Local(deadline.StartedAt), policyCode, deadline.PolicyVersion, deadline.CalendarVersion, deadline.CalendarMissing);

        DateTimeOffset Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, clocks.Calendar.TimeZone);
    }

    private static DateTimeOffset? StartOf(string text, ServiceClock clocks)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day.Year is >= 2000 and <= 2099 ? clocks.Calendar.At(day, TimeOnly.MinValue) : null;
        // A "+" of the offset that was not escaped arrives as a blank.
        return DateTimeOffset.TryParse(text.Replace(' ', '+'), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) && text.Contains('T', StringComparison.Ordinal)
            && (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-', ' ']) > 10) && instant.Year is >= 2000 and <= 2099 ? instant : null;
    }

    private static Error? Named<T>(string? text, string field, T otherwise, out T value) where T : struct, Enum
    {
        value = otherwise;
        if (text is not { Length: > 0 }) return null;
        return !int.TryParse(text, out _) && Enum.TryParse(text, ignoreCase: true, out value) ? null : Error.Field(field, "list.value_unknown", text);
    }
}

internal static class DeadlineEndpoints
{
    /// <summary>Open to anybody.</summary>
    public static void MapPreview(RouteGroupBuilder deadlines) => deadlines
        .MapGet("/preview", ([AsParameters] PreviewDeadline query, IHandler<PreviewDeadline, DeadlinePreview> preview, CancellationToken ct) => preview.Handle(query, ct).ToHttp())
        .WithName(nameof(PreviewDeadline)).WithSummary("When would it be due, and why").Produces<DeadlinePreview>().ProducesProblem(400);

    public static void Map(RouteGroupBuilder deadlines) => deadlines
        .MapGet("/warnings", ([AsParameters] ListWarnings query, IHandler<ListWarnings, Page<WarningView>> list, CancellationToken ct) => list.Handle(query, ct).ToHttp())
        .WithName(nameof(ListWarnings)).WithSummary("Deadlines that came near or lapsed").Produces<Page<WarningView>>().ProducesProblem(400).ProducesProblem(403);
}
