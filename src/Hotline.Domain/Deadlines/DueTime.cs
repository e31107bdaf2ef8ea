using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hotline.Domain.Deadlines;

/// <summary>
/// The time of day at which the last day of a term ends: <c>24:00</c>, or an office closing time such as <c>17:30</c>.
/// Midnight is kept as 23:59:59 so that the due instant carries the date people read. In JSON it is that text.
/// </summary>
[JsonConverter(typeof(DueTimeJsonConverter))]
public readonly record struct DueTime
{
    private readonly TimeOnly? _at;

    private DueTime(TimeOnly? at) => _at = at;

    /// <summary>24:00, the default.</summary>
    public static DueTime EndOfDay => default;

    /// <summary>The local time of day a term ends at.</summary>
    public TimeOnly At => _at ?? new TimeOnly(23, 59, 59);

    /// <summary>Reads <c>24:00</c> or <c>HH:mm</c> later than 00:00.</summary>
    /// <exception cref="FormatException">The text is not such a time.</exception>
    public static DueTime Parse(string text)
    {
        if (text == "24:00") return EndOfDay;
        return TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) && at > TimeOnly.MinValue
            ? new DueTime(at)
            : throw new FormatException($"'{text}' is not a due time; write 24:00 or 17:30.");
    }

    /// <summary>The text <see cref="Parse"/> reads.</summary>
    public override string ToString() => _at?.ToString("HH:mm", CultureInfo.InvariantCulture) ?? "24:00";
}

/// <summary>Writes a <see cref="DueTime"/> as its text.</summary>
internal sealed class DueTimeJsonConverter : JsonConverter<DueTime>
{
    public override DueTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return DueTime.Parse(reader.GetString() ?? "");
        }
        catch (Exception wrong) when (wrong is FormatException or InvalidOperationException)
        {
            throw new JsonException(wrong.Message, wrong);
        }
    }

    public override void Write(Utf8JsonWriter writer, DueTime value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
