using System.Globalization;
using Hotline.Domain.Calendar;

namespace Hotline.Domain.Deadlines;

/// <summary>Puts a computed deadline into one sentence a resident or a handler can check with a wall calendar.</summary>
internal static class DeadlineExplanation
{
    private static readonly CultureInfo English = CultureInfo.InvariantCulture;
    private static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");

    internal sealed record Facts(
        WorkingCalendar Calendar,
        DueTime DueTime,
        DeadlineStep? Step,
        Duration Term,
        IReadOnlyList<Duration> Extensions,
        IReadOnlyList<Pause> Pauses,
        DateOnly? StandsSince,
        DateOnly First,
        DateOnly Last,
        IReadOnlyList<int> MissingYears);

    private sealed record Stretch(string Name, DateOnly From, DateOnly To);

    internal static string InChinese(Facts facts)
    {
        var start = facts.Step switch
        {
            DeadlineStep.Answer or DeadlineStep.Dispatch => "受理",
            DeadlineStep.FirstContact => "签收",
            DeadlineStep.Review => "答复",
            DeadlineStep.FollowUp => "审核",
            DeadlineStep.Publish => "办结",
            null => DayZh(facts.First),
            _ => "派单",
        };
        var parts = new List<string>
        {
            (facts.Term.IsWholeWorkingDays, facts.Term.IsNaturalTime) switch
            {
                (true, _) => $"自{start}次日起{LengthZh(facts.Term)}，至最后一日{facts.DueTime}",
                (_, true) => $"自{start}起{LengthZh(facts.Term)}（自然时间）",
                _ => $"自{start}起{LengthZh(facts.Term)}（按办公时间计）",
            },
        };
        parts.AddRange(facts.Extensions.Select(extension => $"延期{LengthZh(extension)}"));
        parts.AddRange(facts.Pauses.Select(pause => $"{RangeZh(PausedDays(facts, pause))}暂停计时"));
        if (facts.StandsSince is { } since) parts.Add($"{DayZh(since)}起暂停计时，恢复后顺延");
        if (CountsDays(facts))
        {
            parts.AddRange(Holidays(facts).Select(h => $"{RangeZh(h)}{h.Name}放假"));
            parts.AddRange(MakeUpDays(facts).Select(d => $"{DayZh(d)}（{d.ToString("ddd", Chinese)}）上班"));
        }

        parts.AddRange(facts.MissingYears.Select(year => $"{year}年放假安排尚未导入，暂按周一至周五推算"));
        return string.Join("；", parts);
    }

    internal static string InEnglish(Facts facts)
    {
        var start = facts.Step switch
        {
            DeadlineStep.Answer or DeadlineStep.Dispatch => "acceptance",
            DeadlineStep.FirstContact => "signing",
            DeadlineStep.Review => "the reply",
            DeadlineStep.FollowUp => "the review",
            DeadlineStep.Publish => "closing",
            null => DayEn(facts.First),
            _ => "dispatch",
        };
        var parts = new List<string>
        {
            (facts.Term.IsWholeWorkingDays, facts.Term.IsNaturalTime) switch
            {
                (true, _) => $"{LengthEn(facts.Term)} from the day after {start}, until {facts.DueTime} of the last",
                (_, true) => $"{LengthEn(facts.Term)} from {start}, nights and holidays included",
                _ => $"{LengthEn(facts.Term)} of office time from {start}",
            },
        };
        parts.AddRange(facts.Extensions.Select(extension => $"extended by {LengthEn(extension)}"));
        parts.AddRange(facts.Pauses.Select(pause => $"clock stopped {RangeEn(PausedDays(facts, pause))}"));
        if (facts.StandsSince is { } since) parts.Add($"clock stopped since {DayEn(since)}, moves on when it runs again");
        if (CountsDays(facts))
        {
            parts.AddRange(Holidays(facts).Select(h => $"{RangeEn(h)} holiday"));
            parts.AddRange(MakeUpDays(facts).Select(d => $"{DayEn(d)} ({d.ToString("ddd", English)}) works"));
        }

        parts.AddRange(facts.MissingYears.Select(year => $"the {year} calendar is not loaded, Monday to Friday assumed"));
        return string.Join("; ", parts);
    }

    private static bool CountsDays(Facts facts) => !facts.Term.IsNaturalTime || facts.Extensions.Any(e => !e.IsNaturalTime);

    private static Stretch PausedDays(Facts facts, Pause pause) =>
        new("", facts.Calendar.DateOf(pause.From), facts.Calendar.DateOf(pause.To!.Value));

    private static IEnumerable<CalendarDay> NamedDays(Facts facts)
    {
        for (var day = facts.First; day <= facts.Last; day = day.AddDays(1))
            if (facts.Calendar.Named(day) is { } named) yield return named;
    }

    private static List<Stretch> Holidays(Facts facts)
    {
        var stretches = new List<Stretch>();
        foreach (var day in NamedDays(facts).Where(day => day.IsOffDay))
        {
            if (stretches.Count > 0 && stretches[^1].Name == day.Name && stretches[^1].To.AddDays(1) == day.Date)
                stretches[^1] = stretches[^1] with { To = day.Date };
            else
                stretches.Add(new Stretch(day.Name, day.Date, day.Date));
        }

        return stretches;
    }

    private static IEnumerable<DateOnly> MakeUpDays(Facts facts) =>
        NamedDays(facts).Where(day => !day.IsOffDay && day.Date.DayOfWeek is (DayOfWeek.Saturday or DayOfWeek.Sunday)).Select(day => day.Date);

    private static string LengthZh(Duration term) => term.Unit switch
    {
        DurationUnit.Hours => $"{Number(term)}小时",
        DurationUnit.Minutes => $"{Number(term)}分钟",
        DurationUnit.Days => $"{Number(term)}天",
        _ => $"{Number(term)}个工作日",
    };

    private static string LengthEn(Duration term)
    {
        var unit = term.Unit switch
        {
            DurationUnit.Hours => "hour",
            DurationUnit.Minutes => "minute",
            DurationUnit.Days => "day",
            _ => "working day",
        };
        return $"{Number(term)} {unit}{(term.Amount == 1 ? "" : "s")}";
    }

    private static string Number(Duration term) => term.Amount.ToString("0.##", English);

    private static string DayZh(DateOnly day) => $"{day.Month}月{day.Day}日";

    private static string DayEn(DateOnly day) => day.ToString("d MMM", English);

    private static string RangeZh(Stretch days) => days switch
    {
        _ when days.From == days.To => DayZh(days.From),
        _ when (days.From.Year, days.From.Month) == (days.To.Year, days.To.Month) => $"{DayZh(days.From)}至{days.To.Day}日",
        _ => $"{DayZh(days.From)}至{DayZh(days.To)}",
    };

    private static string RangeEn(Stretch days) => days switch
    {
        _ when days.From == days.To => DayEn(days.From),
        _ when (days.From.Year, days.From.Month) == (days.To.Year, days.To.Month) => $"{days.From.Day}-{DayEn(days.To)}",
        _ => $"{DayEn(days.From)} - {DayEn(days.To)}",
    };
}
