using System.Runtime.InteropServices;
using System.Text;

namespace Hotline.Channels.Mail;

/// <summary>A field such as Content-Type: its value and its parameters, those of RFC 2231 put together.</summary>
internal sealed class MimeParameters
{
    private const int MostParameters = 200;

    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What stands before the first semicolon, in lower case.</summary>
    public string Value { get; private set; } = "";

    /// <summary>Decoded; null when absent.</summary>
    public string? this[string name] => _values.GetValueOrDefault(name);

    public static MimeParameters Read(string? field, ref MailFaults faults)
    {
        var read = new MimeParameters();
        if (field is null)
        {
            return read;
        }

        var semicolon = field.IndexOf(';', StringComparison.Ordinal);
        read.Value = (semicolon < 0 ? field : field[..semicolon]).Trim().ToLowerInvariant();
        var pieces = new Dictionary<string, SortedDictionary<int, (string Text, bool Encoded)>>(StringComparer.OrdinalIgnoreCase);
        var at = semicolon < 0 ? field.Length : semicolon + 1;
        for (var count = 0; at < field.Length && count < MostParameters; count++)
        {
            var (name, value) = Next(field, ref at);
            var star = name.IndexOf('*', StringComparison.Ordinal);
            if (star < 0)
            {
                read._values.TryAdd(name, EncodedWords.Decode(value, ref faults));
                continue;
            }

            var encoded = name.EndsWith('*');
            var number = name[(star + 1)..].TrimEnd('*');
            var place = number.Length == 0 ? 0 : int.TryParse(number, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var n) ? n : -1;
            if (place < 0)
            {
                continue;
            }

            ref var series = ref CollectionsMarshal.GetValueRefOrAddDefault(pieces, name[..star], out _);
            (series ??= []).TryAdd(place, (value, encoded));
        }

        foreach (var (name, series) in pieces)
        {
            // RFC 2231 says it better than the plain parameter beside it.
            read._values[name] = Join(series.Values, ref faults);
        }

        return read;
    }

    private static string Join(IEnumerable<(string Text, bool Encoded)> series, ref MailFaults faults)
    {
        string? charset = null;
        var first = true;
        var bytes = new List<byte>();
        foreach (var (text, encoded) in series)
        {
            var rest = text.AsSpan();
            if (encoded && first)
            {
                var quote = rest.IndexOf('\'');
                var second = quote < 0 ? -1 : rest[(quote + 1)..].IndexOf('\'');
                if (second >= 0)
                {
                    charset = rest[..quote].ToString();
                    rest = rest[(quote + second + 2)..];
                }
            }

            if (encoded)
            {
                TransferEncoding.Percent(rest, bytes);
            }
            else
            {
                bytes.AddRange(charset is null ? Encoding.UTF8.GetBytes(rest.ToString()) : Encoding.Latin1.GetBytes(rest.ToString()));
            }

            first = false;
        }

        var joined = MailCharsets.Decode(CollectionsMarshal.AsSpan(bytes), charset, ref faults);
        return charset is null ? EncodedWords.Decode(joined, ref faults) : joined;
    }

    private static (string Name, string Value) Next(string field, ref int at)
    {
        var equals = field.AsSpan(at).IndexOfAny('=', ';');
        if (equals < 0 || field[at + equals] == ';')
        {
            var bare = equals < 0 ? field[at..] : field.Substring(at, equals);
            at = equals < 0 ? field.Length : at + equals + 1;
            return (bare.Trim(), "");
        }

        var name = field.AsSpan(at, equals).Trim().ToString();
        at += equals + 1;
        while (at < field.Length && char.IsWhiteSpace(field[at]))
        {
            at++;
        }

        return (name, at < field.Length && field[at] == '"' ? Quoted(field, ref at) : Plain(field, ref at));
    }

    private static string Plain(string field, ref int at)
    {
        var end = field.IndexOf(';', at);
        var value = (end < 0 ? field[at..] : field[at..end]).Trim();
        at = end < 0 ? field.Length : end + 1;
        return value;
    }

    private static string Quoted(string field, ref int at)
    {
        var value = new StringBuilder();
        for (at++; at < field.Length && field[at] != '"'; at++)
        {
            // Only these two need the backslash; others are a path of Windows.
            if (field[at] == '\\' && at + 1 < field.Length && field[at + 1] is ('"' or '\\'))
            {
                at++;
            }

            value.Append(field[at]);
        }

        var next = at < field.Length ? field.IndexOf(';', at) : -1;
        at = next < 0 ? field.Length : next + 1;
        return value.ToString();
    }
}
