using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Hotline.Channels.Twilio;

/// <summary>
/// The header <c>X-Twilio-Signature</c>: proves that somebody who holds the account's token made this request to this address
/// with these fields. It does not prove when: a replay is caught by the message's identity, not here.
/// </summary>
/// <remarks>Source: Twilio's published validators (twilio-node <c>webhooks.ts</c>, twilio-csharp <c>RequestValidator.cs</c>).</remarks>
public static partial class TwilioSignature
{
    public const string Header = "X-Twilio-Signature";

    /// <summary>
    /// The signature Twilio computes: base64 of HMAC-SHA1 over the address and, for a form post, each field's key and value,
    /// ordered by key (ordinal); a repeated key contributes its distinct values in order.
    /// </summary>
    public static string Compute(string authToken, string url, IEnumerable<KeyValuePair<string, string>> fields)
    {
        var data = new StringBuilder(url);
        foreach (var group in fields.GroupBy(f => f.Key, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            foreach (var value in group.Select(f => f.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                data.Append(group.Key).Append(value);
            }
        }

#pragma warning disable CA5350 // The provider's protocol fixes HMAC-SHA1, which is unbroken as a keyed code.
        var code = HMACSHA1.HashData(Encoding.UTF8.GetBytes(authToken), Encoding.UTF8.GetBytes(data.ToString()));
#pragma warning restore CA5350
        return Convert.ToBase64String(code);
    }

    /// <summary>Checks a form post; a request without a form has no fields and only its address is signed.</summary>
    /// <param name="authToken">The account's token; an empty one never validates.</param>
    /// <param name="signature">The header as received.</param>
    /// <param name="url">The public address with the query exactly as the sender wrote it.</param>
    /// <param name="fields">The decoded fields of the form.</param>
    public static bool IsValid(string authToken, string? signature, string url, IReadOnlyCollection<KeyValuePair<string, string>> fields)
    {
        if (string.IsNullOrEmpty(authToken) || string.IsNullOrEmpty(signature))
        {
            return false;
        }

        var given = Encoding.UTF8.GetBytes(signature);
        var valid = false;
        foreach (var candidate in Candidates(url))
        {
            // No early exit: the time must not tell which spelling matched.
            valid |= CryptographicOperations.FixedTimeEquals(given, Encoding.ASCII.GetBytes(Compute(authToken, candidate, fields)));
        }

        return valid;
    }

    /// <summary>
    /// Checks a body that is not a form: Twilio appends <c>bodySHA256</c> to the query and signs the address only, so both the
    /// signature and the digest must fit.
    /// </summary>
    public static bool IsValidWithBody(string authToken, string? signature, string url, ReadOnlySpan<byte> body)
    {
        var match = BodyDigest().Match(url);
        return match.Success
            && CryptographicOperations.FixedTimeEquals(Convert.FromHexString(match.Groups[1].ValueSpan), SHA256.HashData(body))
            && IsValid(authToken, signature, url, []);
    }

    // Twilio signs the address with or without the port depending on the product, and some of its back ends sign it as a
    // browser would write it, or with the query written anew. Each spelling names the same resource, so accepting them all,
    // as Twilio's own library does, gives nothing away.
    private static HashSet<string> Candidates(string url)
    {
        var parts = UrlParts().Match(url);
        if (!parts.Success)
        {
            return [url];
        }

        var (scheme, user, host, port, rest) =
            (parts.Groups["scheme"].Value, parts.Groups["user"].Value, parts.Groups["host"].Value, parts.Groups["port"].Value, parts.Groups["rest"].Value);
        var withPort = port.Length > 0 ? port : scheme.Equals("https://", StringComparison.OrdinalIgnoreCase) ? ":443" : ":80";
        var (received, browser) = (scheme + user + host, scheme.ToLowerInvariant() + user + host.ToLowerInvariant());
        var escaped = EscapeQuery(rest);
        var anew = WriteQueryAnew(escaped);
        return [received + rest, received + withPort + rest, browser + escaped, browser + withPort + escaped, browser + anew, browser + withPort + anew];
    }

    // The WHATWG URL standard's "special-query" escapes; everything else stays as written.
    private static string EscapeQuery(string pathAndQuery)
    {
        var query = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        if (query < 0)
        {
            return pathAndQuery;
        }

        var escaped = new StringBuilder(pathAndQuery, 0, query, pathAndQuery.Length + 16);
        foreach (var unit in Encoding.UTF8.GetBytes(pathAndQuery[query..]))
        {
            if (unit is <= 0x20 or >= 0x7F or (byte)'"' or (byte)'<' or (byte)'>' or (byte)'\'')
            {
                escaped.Append('%').Append(unit.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            }
            else
            {
                escaped.Append((char)unit);
            }
        }

        return escaped.ToString();
    }

    // As JavaScript's encodeURIComponent does, which leaves five marks alone that .NET escapes.
    private static string WriteQueryAnew(string pathAndQuery)
    {
        var query = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        if (query < 0 || query == pathAndQuery.Length - 1)
        {
            return pathAndQuery;
        }

        var fields = UrlForm.Parse(pathAndQuery[(query + 1)..]).Fields.GroupBy(f => f.Key, StringComparer.Ordinal).SelectMany(g => g);
        return pathAndQuery[..(query + 1)] + string.Join('&', fields.Select(f => $"{Escape(f.Key)}={Escape(f.Value)}"));

        static string Escape(string text) => Uri.EscapeDataString(text)
            .Replace("%21", "!", StringComparison.Ordinal).Replace("%27", "'", StringComparison.Ordinal).Replace("%28", "(", StringComparison.Ordinal)
            .Replace("%29", ")", StringComparison.Ordinal).Replace("%2A", "*", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^(?<scheme>[a-zA-Z][a-zA-Z0-9+.-]*://)(?<user>[^/?#]*@)?(?<host>\[[^\]/?#]*\]|[^/?#:]*)(?<port>:[^/?#]*)?(?<rest>.*)\z", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex UrlParts();

    [GeneratedRegex(@"[?&]bodySHA256=([0-9a-fA-F]{64})(?:&|\z)", RegexOptions.CultureInvariant)]
    private static partial Regex BodyDigest();
}
