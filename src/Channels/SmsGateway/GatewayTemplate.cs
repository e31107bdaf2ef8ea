using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Hotline.Channels.SmsGateway;

/// <summary>
/// Text with placeholders such as <c>{to}</c>, <c>{secret.appKey}</c> or <c>{time:yyyyMMdd}</c>, each with filters if wanted:
/// <c>{text|md5|upper}</c>. A brace that begins no placeholder stays as it is, so JSON needs no escaping.
/// </summary>
internal static partial class GatewayTemplate
{
    private static readonly Dictionary<string, Func<string, Encoding, string>> Filters = new(StringComparer.Ordinal)
    {
        ["url"] = (text, charset) => Escape(text, charset),
        ["base64"] = (text, charset) => Convert.ToBase64String(charset.GetBytes(text)),
        ["upper"] = (text, _) => text.ToUpperInvariant(),
#pragma warning disable CA1308 // a digest in lower case is what providers ask for, not a comparison
        ["lower"] = (text, _) => text.ToLowerInvariant(),
#pragma warning restore CA1308
        // Old gateways sign with them; nothing but their wish makes us use them.
#pragma warning disable CA5350, CA5351
        ["md5"] = (text, charset) => Convert.ToHexStringLower(MD5.HashData(charset.GetBytes(text))),
        ["sha1"] = (text, charset) => Convert.ToHexStringLower(SHA1.HashData(charset.GetBytes(text))),
#pragma warning restore CA5350, CA5351
        ["sha256"] = (text, charset) => Convert.ToHexStringLower(SHA256.HashData(charset.GetBytes(text))),
        ["sha512"] = (text, charset) => Convert.ToHexStringLower(SHA512.HashData(charset.GetBytes(text))),
    };

    /// <summary>Puts the values in.</summary>
    /// <param name="template">The text.</param>
    /// <param name="values">The value of a name such as <c>to</c> or <c>secret.appKey</c>; null counts as empty.</param>
    /// <param name="charset">For digests and escapes.</param>
    /// <param name="escape">Applied to each value last; null for none.</param>
    public static string Fill(string template, Func<string, string?> values, Encoding charset, Func<string, string>? escape = null) =>
        Placeholder().Replace(template, found =>
        {
            var value = values(found.Groups["name"].Value) ?? "";
            foreach (var filter in FiltersOf(found))
            {
                value = Filters[filter](value, charset);
            }

            return escape is null ? value : escape(value);
        });

    /// <summary>What the template asks for and nobody can give: an unknown name or filter; null when all is well.</summary>
    public static string? WhatIsUnknown(string template, Func<string, bool> isKnown)
    {
        foreach (Match found in Placeholder().Matches(template))
        {
            if (!isKnown(found.Groups["name"].Value))
            {
                return $"{{{found.Groups["name"].Value}}}";
            }

            if (FiltersOf(found).FirstOrDefault(f => !Filters.ContainsKey(f)) is { } unknown)
            {
                return $"|{unknown}";
            }
        }

        return null;
    }

    /// <summary>Whether the template asks for this name.</summary>
    public static bool Names(string template, string name) => Placeholder().Matches(template).Any(m => m.Groups["name"].Value == name);

    /// <summary>Percent-encoding of everything but letters, digits and <c>-_.~</c>, in the given charset.</summary>
    public static string Escape(string text, Encoding charset)
    {
        var escaped = new StringBuilder(text.Length * 3);
        foreach (var b in charset.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'_' or (byte)'.' or (byte)'~')
            {
                escaped.Append((char)b);
            }
            else
            {
                escaped.Append('%').Append(Convert.ToHexString([b]));
            }
        }

        return escaped.ToString();
    }

    private static string[] FiltersOf(Match found) => found.Groups["filters"].Value.Split('|', StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"\{(?<name>[a-z][A-Za-z0-9]*(?:[.:][^{}|]+)?)(?<filters>(?:\|[a-z0-9]+)*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
