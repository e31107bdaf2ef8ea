using System.Globalization;

namespace Hotline.Channels.Mail;

/// <summary>The Date field: RFC 5322 with its obsolete zones, and the ISO form some programs write.</summary>
internal static class MailDate
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly char[] Separators = [' ', '\t', ',', '-', '.'];

    /// <summary>Null when unreadable; a date without a zone counts as UTC, as RFC 5322 says of unknown zones.</summary>
    public static DateTimeOffset? Read(string? field)
    {
        if (field is not { Length: > 5 and <= 200 })
        {
            return null;
        }

        if (char.IsAsciiDigit(field[0]) && field.Length > 9 && field[4] == '-')
        {
            return DateTimeOffset.TryParse(field, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var iso) ? iso : null;
        }

        var comment = field.IndexOf('(', StringComparison.Ordinal);
        var head = comment < 0 ? field : field[..comment];
        // A minus before the zone is a sign, between day and month a separator.
        var colon = head.IndexOf(':', StringComparison.Ordinal);
        if (colon < 3)
        {
            return null;
        }

        var timeStart = head.LastIndexOf(' ', colon) + 1;
        var words = head[..timeStart].Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        var rest = head[timeStart..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var month = Array.FindIndex(words, w => w.Length >= 3 && Array.Exists(Months, m => w.StartsWith(m, StringComparison.OrdinalIgnoreCase)));
        if (month < 1 || month + 1 >= words.Length || rest.Length == 0 || !Number(words[month - 1], out var day) || !Number(words[month + 1], out var year))
        {
            return null;
        }

        year += words[month + 1].Length switch { 2 => year < 50 ? 2000 : 1900, 3 => 1900, _ => 0 };
        var monthNumber = Array.FindIndex(Months, m => words[month].StartsWith(m, StringComparison.OrdinalIgnoreCase)) + 1;
        var time = rest[0].Split(':');
        var second = 0;
        if (time.Length < 2 || !Number(time[0], out var hour) || !Number(time[1], out var minute) || (time.Length > 2 && !Number(time[2], out second)))
        {
            return null;
        }

        var zone = rest.Length > 1 ? Zone(rest[1]) : TimeSpan.Zero;
        return year is >= 1970 and <= 9998 && day >= 1 && day <= DateTime.DaysInMonth(year, monthNumber) && hour < 24 && minute < 60 && second <= 60
            ? new DateTimeOffset(year, monthNumber, day, hour, minute, Math.Min(second, 59), zone)
            : null;
    }

    private static TimeSpan Zone(string zone)
    {
        if (zone is ['+' or '-', _, _, _, _] && Number(zone[1..], out var number) && number % 100 < 60 && number <= 1400)
        {
            var offset = TimeSpan.FromMinutes((number / 100 * 60) + (number % 100));
            return zone[0] == '-' ? -offset : offset;
        }

        return TimeSpan.FromHours(zone.ToUpperInvariant() switch
        {
            "EDT" => -4,
            "EST" or "CDT" => -5,
            "CST" or "MDT" => -6,
            "MST" or "PDT" => -7,
            "PST" => -8,
            _ => 0,
        });
    }

    private static bool Number(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
