using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hotline.Domain.Topics;

namespace Hotline.Bench.Topics;

/// <param name="Event">The event the message was marked with; null when it was not marked.</param>
internal sealed record MarkedMessage(int Index, string Subject, string Body, DateTimeOffset At, string? Place, MessageGrams Grams, string? Event);

/// <summary>Messages in the order of their time, some of them marked with the event they belong to.</summary>
internal static partial class MarkedMessages
{
    private static readonly TimeSpan s_china = TimeSpan.FromHours(8);

    public static IReadOnlyList<MarkedMessage> Read(string data, string events)
    {
        var marks = Rows(events).ToDictionary(r => Text(r, "id"), r => Text(r, "event"));
        var rows = Rows(data).Select(r => (Row: r, At: new DateTimeOffset(DateTime.Parse(Text(r, "time"), CultureInfo.InvariantCulture), s_china))).OrderBy(r => r.At);
        return [.. rows.Select((r, i) =>
        {
            var (subject, body) = (Text(r.Row, "subject"), Text(r.Row, "body"));
            var place = District().Match($"{subject}\n{body}") is { Success: true } found ? found.Value : null;
            return new MarkedMessage(i, subject, body, r.At, place, MessageGrams.Of(subject, body), marks.GetValueOrDefault(Text(r.Row, "id")));
        })];
    }

    /// <summary>Messages without times or marks.</summary>
    public static IEnumerable<MessageGrams> Texts(string path) => Rows(path).Select(r => MessageGrams.Of(Text(r, "subject"), Text(r, "body")));

    private static IEnumerable<JsonElement> Rows(string path)
    {
        if (!File.Exists(path)) throw new BenchException($"{path}: no such file.");
        return File.ReadLines(path).Where(line => line.Length > 0).Select(line => JsonDocument.Parse(line).RootElement);
    }

    private static string Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>The public set writes its districts as a letter and a number.</summary>
    [GeneratedRegex("[A-Z]\\d+[区县市]")]
    private static partial Regex District();
}
