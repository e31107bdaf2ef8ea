using System.Globalization;
using System.Text.Json;

namespace Hotline.Domain.Calendar;

/// <summary>One day the yearly notice names: a holiday, or a weekend day that is worked to make up for one.</summary>
/// <param name="Date">The local date.</param>
/// <param name="Name">The holiday it belongs to, in Chinese as the notice gives it.</param>
/// <param name="IsOffDay">True for a day off, false for a make-up working day.</param>
public sealed record CalendarDay(DateOnly Date, string Name, bool IsOffDay);

/// <summary>
/// One State Council notice on holidays: only the days that differ from, or confirm, the plain Monday-to-Friday week.
/// A year without any day is one whose notice is not out yet; <see cref="WorkingCalendar.HasYear"/> does not count it.
/// </summary>
public sealed record CalendarYear(int Year, IReadOnlyList<string> Papers, IReadOnlyList<CalendarDay> Days)
{
    /// <summary>
    /// Reads <c>{"year":2026,"papers":["..."],"days":[{"name":"...","date":"2026-01-01","isOffDay":true}]}</c>.
    /// Unknown properties are ignored. A notice may name days in December of the year before (a New Year
    /// break that starts early); any other date outside the year is refused, and so is a date given twice.
    /// </summary>
    /// <exception cref="FormatException">Something is missing or wrong; the message names the field.</exception>
    public static CalendarYear Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement);
        }
        catch (JsonException broken)
        {
            throw new FormatException($"The calendar is not valid JSON: {broken.Message}", broken);
        }
    }

    private static CalendarYear Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) throw new FormatException("The calendar must be a JSON object.");
        if (Field(root, "year", "year") is not { ValueKind: JsonValueKind.Number } yearField
            || !yearField.TryGetInt32(out var year) || year is < 2000 or > 2099)
        {
            throw new FormatException("year: must be a whole number from 2000 to 2099.");
        }

        var papers = new List<string>();
        if (root.TryGetProperty("papers", out var papersField))
        {
            foreach (var paper in Items(papersField, "papers"))
                papers.Add(Text(paper, $"papers[{papers.Count}]"));
        }

        var days = new List<CalendarDay>();
        var seen = new HashSet<DateOnly>();
        foreach (var item in Items(Field(root, "days", "days"), "days"))
        {
            var day = ReadDay(item, year, $"days[{days.Count}]");
            if (!seen.Add(day.Date))
                throw new FormatException($"days[{days.Count}].date: {day.Date:yyyy-MM-dd} is given twice.");
            days.Add(day);
        }

        return new CalendarYear(year, papers, days);
    }

    private static CalendarDay ReadDay(JsonElement item, int year, string path)
    {
        if (item.ValueKind != JsonValueKind.Object) throw new FormatException($"{path}: must be an object.");
        var name = Text(Field(item, "name", $"{path}.name"), $"{path}.name");
        var written = Text(Field(item, "date", $"{path}.date"), $"{path}.date");
        if (!DateOnly.TryParseExact(written, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            throw new FormatException($"{path}.date: '{written}' is not a date of the form yyyy-MM-dd.");
        if (date.Year != year && !(date.Year == year - 1 && date.Month == 12))
            throw new FormatException($"{path}.date: {written} lies outside {year}.");
        var off = Field(item, "isOffDay", $"{path}.isOffDay");
        if (off.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            throw new FormatException($"{path}.isOffDay: must be true or false.");
        return new CalendarDay(date, name, off.GetBoolean());
    }

    private static JsonElement Field(JsonElement owner, string name, string path) =>
        owner.TryGetProperty(name, out var value) ? value : throw new FormatException($"{path}: is missing.");

    private static JsonElement.ArrayEnumerator Items(JsonElement value, string path) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : throw new FormatException($"{path}: must be a list.");

    private static string Text(JsonElement value, string path) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new FormatException($"{path}: must be a text.");
}
