using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;
using Hotline.Domain.Calendar;

namespace Hotline.Api.Features.Calendars;

/// <summary>A yearly notice as people have it: the JSON that calendars are kept in, or CSV with the columns date, isOffDay, name.</summary>
internal static class CalendarText
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    public static string NameOf(int year) => $"calendars/{year}.json";

    /// <exception cref="FormatException">The message names the line or the field.</exception>
    public static CalendarYear Parse(string content) => content.TrimStart().StartsWith('{') ? CalendarYear.Parse(content) : FromCsv(content);

    /// <summary>The form in which every calendar is kept.</summary>
    public static string Write(CalendarYear year) => JsonSerializer.Serialize(new { year.Year, year.Papers, Days = year.Days.Select(d => new { d.Name, d.Date, d.IsOffDay }) }, Json);

    private static CalendarYear FromCsv(string content)
    {
        using var csv = new CsvReader(new StringReader(content), new CsvConfiguration(CultureInfo.InvariantCulture) { PrepareHeaderForMatch = h => h.Header.Trim().ToUpperInvariant(), MissingFieldFound = null, TrimOptions = TrimOptions.Trim });
        if (!csv.Read() || !csv.ReadHeader() || csv.HeaderRecord is not { } header) throw new FormatException("The content is neither JSON nor CSV with a header.");
        foreach (var column in new[] { "date", "isOffDay" })
            if (!header.Any(h => string.Equals(h.Trim(), column, StringComparison.OrdinalIgnoreCase))) throw new FormatException($"{column}: the column is missing; the header is date,isOffDay,name.");
        var days = new List<CalendarDay>();
        while (csv.Read())
        {
            var line = csv.Parser.Row;
            if (!DateOnly.TryParseExact(csv.GetField("date"), ["yyyy-MM-dd", "yyyy/M/d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                throw new FormatException($"Line {line}: date '{csv.GetField("date")}' is not of the form yyyy-MM-dd.");
            days.Add(new CalendarDay(day, csv.GetField("name") ?? "", OffDay(csv.GetField("isOffDay"), line)));
        }
        if (days.Count == 0) throw new FormatException("There is no day in it.");
        var year = days.GroupBy(d => d.Date.Year).MaxBy(g => g.Count())!.Key;
        return CalendarYear.Parse(Write(new CalendarYear(year, [], days)));   // one set of rules for both forms
    }

    private static bool OffDay(string? text, int line) => text?.Trim().ToUpperInvariant() switch
    {
        "TRUE" or "1" or "休" or "是" or "OFF" => true,
        "FALSE" or "0" or "班" or "否" or "WORK" => false,
        _ => throw new FormatException($"Line {line}: isOffDay must be true or false, not '{text}'."),
    };
}
