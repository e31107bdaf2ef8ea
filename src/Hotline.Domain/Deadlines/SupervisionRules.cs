using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hotline.Domain.Calendar;

namespace Hotline.Domain.Deadlines;

/// <summary>How long after one rung of the supervision ladder the next is due.</summary>
/// <param name="UrgeNotice">Red card to the urge notice (催办通知书).</param>
/// <param name="Criticism">Urge notice to written criticism (通报批评).</param>
/// <param name="Listing">Criticism to listed supervision (挂牌督办).</param>
public sealed record LadderRule(Duration UrgeNotice, Duration Criticism, Duration Listing)
{
    /// <summary>The next working day, then five working days each.</summary>
    public static LadderRule Default { get; } = new(Duration.WorkingDays(1), Duration.WorkingDays(5), Duration.WorkingDays(5));
}

/// <summary>The part of the day in which a call-back may be tried; each is tried once.</summary>
public enum CallSlot { Morning, Afternoon, Evening }

/// <summary>Local hours in which residents may be called, such as <c>08:00-12:00</c>, the end excluded. In JSON it is that text.</summary>
[JsonConverter(typeof(CallHoursJsonConverter))]
public readonly record struct CallHours(TimeOnly From, TimeOnly To)
{
    /// <exception cref="FormatException">The text is not such hours.</exception>
    public static CallHours Parse(string text) =>
        text.Split('-') is [var from, var to]
        && TimeOnly.TryParseExact(from, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var begin)
        && TimeOnly.TryParseExact(to, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var end) && begin < end
            ? new CallHours(begin, end)
            : throw new FormatException($"'{text}' are not calling hours; write 08:00-12:00.");

    /// <summary>The text <see cref="Parse"/> reads.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From:HH\\:mm}-{To:HH\\:mm}");
}

/// <summary>When residents may be called; outside of these hours they have their quiet.</summary>
public static class CallTimes
{
    /// <summary>Morning to noon, afternoon, early evening.</summary>
    public static IReadOnlyDictionary<CallSlot, CallHours> Default { get; } = new Dictionary<CallSlot, CallHours>
    {
        [CallSlot.Morning] = new(new(8, 0), new(12, 0)), [CallSlot.Afternoon] = new(new(14, 0), new(18, 0)), [CallSlot.Evening] = new(new(18, 0), new(20, 0)),
    };

    /// <summary>The slot an instant lies in; null in the quiet hours.</summary>
    public static CallSlot? SlotAt(this ServiceClock clock, DateTimeOffset instant)
    {
        var local = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, clock.Calendar.TimeZone).DateTime);
        foreach (var (slot, hours) in clock.PolicyAt(instant).CallSlots)
            if (local >= hours.From && local < hours.To) return slot;
        return null;
    }

    /// <summary>The next instant at which a call may be tried in a slot not used yet; null when each was used.</summary>
    public static DateTimeOffset? NextCall(this ServiceClock clock, DateTimeOffset now, IReadOnlyCollection<CallSlot> used)
    {
        var free = clock.PolicyAt(now).CallSlots.Where(s => !used.Contains(s.Key)).ToList();
        if (free.Count == 0) return null;
        if (clock.SlotAt(now) is { } present && !used.Contains(present)) return now.ToUniversalTime();
        var today = clock.Calendar.DateOf(now);
        return free.SelectMany(s => new[] { clock.Calendar.At(today, s.Value.From), clock.Calendar.At(today.AddDays(1), s.Value.From) }).Where(at => at > now).Min();
    }
}

/// <summary>Writes <see cref="CallHours"/> as their text.</summary>
internal sealed class CallHoursJsonConverter : JsonConverter<CallHours>
{
    public override CallHours Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return CallHours.Parse(reader.GetString() ?? "");
        }
        catch (Exception wrong) when (wrong is FormatException or InvalidOperationException)
        {
            throw new JsonException(wrong.Message, wrong);
        }
    }

    public override void Write(Utf8JsonWriter writer, CallHours value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
