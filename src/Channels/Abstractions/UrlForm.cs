using System.Net;
using System.Text;

namespace Hotline.Channels;

/// <summary>
/// The fields of an <c>application/x-www-form-urlencoded</c> payload in the order received, with keys case-sensitive and
/// repeated keys kept: a signature covers all of that, and the framework's own form collection loses it.
/// </summary>
public sealed class UrlForm
{
    public const string ContentType = "application/x-www-form-urlencoded";

    private UrlForm(List<KeyValuePair<string, string>> fields, string raw) => (Fields, Raw) = (fields, raw);

    /// <summary>The payload as received.</summary>
    public string Raw { get; }

    public IReadOnlyCollection<KeyValuePair<string, string>> Fields { get; }

    /// <summary>The first value of a field; null when the field is absent.</summary>
    public string? this[string key]
    {
        get
        {
            foreach (var field in Fields)
            {
                if (string.Equals(field.Key, key, StringComparison.Ordinal))
                {
                    return field.Value;
                }
            }

            return null;
        }
    }

    /// <summary>Reads any bytes: malformed escapes stay as they are, malformed UTF-8 becomes U+FFFD.</summary>
    public static UrlForm Parse(ReadOnlySpan<byte> payload) => Parse(Encoding.UTF8.GetString(payload));

    /// <summary>Reads any text, see <see cref="Parse(ReadOnlySpan{byte})"/>.</summary>
    public static UrlForm Parse(string payload)
    {
        var fields = new List<KeyValuePair<string, string>>();
        foreach (var pair in payload.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var (key, value) = equals < 0 ? (pair, "") : (pair[..equals], pair[(equals + 1)..]);
            fields.Add(KeyValuePair.Create(WebUtility.UrlDecode(key), WebUtility.UrlDecode(value)));
        }

        // A NUL never arrives unescaped from an honest sender, and PostgreSQL cannot store one.
        return new UrlForm(fields, payload.Replace("\0", "%00", StringComparison.Ordinal));
    }

    /// <summary>Fields that were decoded elsewhere, or that a test wrote.</summary>
    public static UrlForm Of(IEnumerable<KeyValuePair<string, string>> fields)
    {
        var list = fields.ToList();
        return new UrlForm(list, string.Join('&', list.Select(f => $"{WebUtility.UrlEncode(f.Key)}={WebUtility.UrlEncode(f.Value)}")));
    }
}
