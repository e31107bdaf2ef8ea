using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hotline.Domain.Deadlines;

/// <summary>What a term is counted in.</summary>
public enum DurationUnit
{
    /// <summary>Working days of the calendar; a fraction runs over office time.</summary>
    WorkingDays,

    /// <summary>Natural hours, nights and holidays included.</summary>
    Hours,

    /// <summary>Natural minutes, nights and holidays included.</summary>
    Minutes,

    /// <summary>Natural days of 24 hours, holidays included.</summary>
    Days,
}

/// <summary>
/// The length of a term as policies write it: <c>3wd</c>, <c>0.5wd</c>, <c>7d</c>, <c>24h</c>, <c>30min</c>. Always positive;
/// only working days may have a fraction (two decimals at most). In JSON it is that text.
/// </summary>
[JsonConverter(typeof(DurationJsonConverter))]
public readonly record struct Duration
{
    private const decimal LongestWorkingDays = 2_000;
    private const decimal LongestHours = 87_600;

    private Duration(decimal amount, DurationUnit unit) => (Amount, Unit) = (amount, unit);

    /// <summary>How many of <see cref="Unit"/>.</summary>
    public decimal Amount { get; }

    /// <summary>What is counted.</summary>
    public DurationUnit Unit { get; }

    /// <summary>True for a term of whole working days, which counts days and ends with a day.</summary>
    public bool IsWholeWorkingDays => Unit == DurationUnit.WorkingDays && decimal.IsInteger(Amount);

    /// <summary>True for days, hours and minutes, which run through nights and holidays.</summary>
    public bool IsNaturalTime => Unit != DurationUnit.WorkingDays;

    /// <summary>A term of working days, e.g. 3 or 0.5.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive, over 2,000, or finer than a hundredth.</exception>
    public static Duration WorkingDays(decimal amount) => Create(amount, DurationUnit.WorkingDays);

    /// <summary>A term of natural hours.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive or over ten years.</exception>
    public static Duration Hours(int amount) => Create(amount, DurationUnit.Hours);

    /// <summary>A term of natural days.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive or over ten years.</exception>
    public static Duration Days(int amount) => Create(amount, DurationUnit.Days);

    /// <summary>A term of natural minutes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive or over ten years.</exception>
    public static Duration Minutes(int amount) => Create(amount, DurationUnit.Minutes);

    /// <summary>Reads <c>3wd</c>, <c>0.5wd</c>, <c>7d</c>, <c>24h</c> or <c>30min</c>.</summary>
    /// <exception cref="FormatException">The text is not a term.</exception>
    public static Duration Parse(string text) =>
        TryParse(text, out var value)
            ? value
            : throw new FormatException($"'{text}' is not a term; write 3wd, 0.5wd, 7d, 24h or 30min.");

    /// <summary>Reads <c>3wd</c>, <c>0.5wd</c>, <c>7d</c>, <c>24h</c> or <c>30min</c>; false when the text is none of these.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Duration value)
    {
        value = default;
        if (text is null) return false;
        (string Suffix, DurationUnit Unit)[] units =
            [("wd", DurationUnit.WorkingDays), ("min", DurationUnit.Minutes), ("h", DurationUnit.Hours), ("d", DurationUnit.Days)];
        foreach (var (suffix, unit) in units)
        {
            if (!text.EndsWith(suffix, StringComparison.Ordinal)) continue;
            if (!decimal.TryParse(text[..^suffix.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
                || !IsAllowed(amount, unit))
            {
                return false;
            }

            value = new Duration(amount, unit);
            return true;
        }

        return false;
    }

    /// <summary>The term as policies write it; <see cref="Parse"/> reads it back.</summary>
    public override string ToString() => Amount.ToString("0.##", CultureInfo.InvariantCulture) + Unit switch
    {
        DurationUnit.Hours => "h",
        DurationUnit.Minutes => "min",
        DurationUnit.Days => "d",
        _ => "wd",
    };

    /// <summary>Natural length; only for natural time.</summary>
    internal TimeSpan ToTimeSpan() => Unit switch
    {
        DurationUnit.Hours => TimeSpan.FromHours((double)Amount),
        DurationUnit.Minutes => TimeSpan.FromMinutes((double)Amount),
        DurationUnit.Days => TimeSpan.FromDays((double)Amount),
        _ => throw new InvalidOperationException("Working days have no length without a calendar."),
    };

    private static Duration Create(decimal amount, DurationUnit unit) =>
        IsAllowed(amount, unit) ? new Duration(amount, unit) : throw new ArgumentOutOfRangeException(nameof(amount), amount, "Not a usable term.");

    private static bool IsAllowed(decimal amount, DurationUnit unit) => amount > 0 && unit switch
    {
        DurationUnit.WorkingDays => amount <= LongestWorkingDays && decimal.IsInteger(amount * 100),
        DurationUnit.Hours => amount <= LongestHours && decimal.IsInteger(amount),
        DurationUnit.Days => amount <= LongestHours / 24 && decimal.IsInteger(amount),
        _ => amount <= LongestHours * 60 && decimal.IsInteger(amount),
    };
}

/// <summary>Writes a <see cref="Duration"/> as its text.</summary>
internal sealed class DurationJsonConverter : JsonConverter<Duration>
{
    public override Duration Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String) throw new JsonException("A term must be a text like 3wd or 24h.");
        var text = reader.GetString();
        return Duration.TryParse(text, out var value) ? value : throw new JsonException($"'{text}' is not a term; write 3wd, 0.5wd, 7d, 24h or 30min.");
    }

    public override void Write(Utf8JsonWriter writer, Duration value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
