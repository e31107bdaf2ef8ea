using System.Globalization;
using System.Text.Json;

namespace Hotline.Bench.Replay;

/// <summary>One line of a file to feed in.</summary>
/// <param name="Time">When it was written, if the file says so.</param>
/// <param name="Channel">Where the API door shall say it came from; the door's own when null.</param>
internal sealed record ReplayMessage(string Id, string Subject, string Body, DateTimeOffset? Time, string? Channel = null, string? Sender = null);

/// <summary>A line of the file: a message, or why it is none.</summary>
internal sealed record ReplayLine(int Number, ReplayMessage? Message, string? Error);

/// <summary>Reads JSON Lines of <c>{"id", "subject", "body", "time"}</c>, and of <c>channel</c> and <c>sender</c> where given.</summary>
internal static class ReplayFile
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    /// <summary>Every line that is not blank, numbered from 1; read again at each enumeration, never held in memory.</summary>
    public static IEnumerable<ReplayLine> Read(string file)
    {
        return File.Exists(file) ? Lines() : throw new BenchException($"There is no file {file}.");

        IEnumerable<ReplayLine> Lines()
        {
            var number = 0;
            foreach (var text in File.ReadLines(file))
            {
                number++;
                if (!string.IsNullOrWhiteSpace(text)) yield return Parse(number, text);
            }
        }
    }

    private static ReplayLine Parse(int number, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var line = document.RootElement;
            if (line.ValueKind != JsonValueKind.Object) return Bad("is not a JSON object");
            var id = Text(line, "id");
            var (subject, body) = (Text(line, "subject") ?? "", Text(line, "body") ?? "");
            if (string.IsNullOrWhiteSpace(id)) return Bad("has no id");
            if (string.IsNullOrWhiteSpace(subject) && string.IsNullOrWhiteSpace(body)) return Bad("has neither subject nor body");
            DateTimeOffset? time = null;
            if (Text(line, "time") is { Length: > 0 } written)
            {
                if (!TryReadTime(written, out var read)) return Bad($"has a time nobody can read: {written}");
                time = read;
            }
            return new ReplayLine(number, new ReplayMessage(id, subject, body, time, Text(line, "channel"), Text(line, "sender")), null);
        }
        catch (JsonException e)
        {
            return Bad($"is not JSON: {e.Message}");
        }

        ReplayLine Bad(string why) => new(number, null, $"Line {number} {why}.");
    }

    private static string? Text(JsonElement line, string name) => !line.TryGetProperty(name, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.Null => null,
        _ => throw new JsonException($"{name} is neither text nor a number"),
    };

    /// <summary>A time without an offset is China's.</summary>
    private static bool TryReadTime(string text, out DateTimeOffset time)
    {
        time = default;
        if (!DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var read)) return false;
        time = read.Kind == DateTimeKind.Unspecified ? new DateTimeOffset(read, China) : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
        return true;
    }
}
