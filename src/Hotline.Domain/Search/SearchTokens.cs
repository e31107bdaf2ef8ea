using System.Text;

namespace Hotline.Domain.Search;

/// <summary>
/// Cuts text into search tokens that mean the same to SQLite FTS5 (unicode61) and to PostgreSQL ('simple'):
/// runs of Chinese, Japanese or Korean become pairs of neighbours (a run of one stays one), other words are lower-cased
/// letters and digits, full-width forms are folded. A token holds letters and digits only, so nothing in it can be
/// taken for query syntax.
/// </summary>
public static class SearchTokens
{
    /// <summary>Tokens indexed at most, enough for 4,000 characters of Chinese.</summary>
    public const int IndexLimit = 8_192;

    /// <summary>Tokens a query uses at most.</summary>
    public const int QueryLimit = 32;

    private const int LongestWord = 64;

    /// <summary>The tokens of a text in order, repeats kept.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="limit">Tokens after this many are left out.</param>
    public static IReadOnlyList<string> Of(string? text, int limit = IndexLimit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        var tokens = new List<string>();
        if (string.IsNullOrEmpty(text)) return tokens;
        var word = new StringBuilder();
        Rune? previous = null;
        var inRun = false;
        foreach (var rune in FullWidth.Fold(text).EnumerateRunes())
        {
            if (tokens.Count >= limit) break;
            if (IsCjk(rune))
            {
                EndWord(word, tokens);
                if (previous is { } left)
                {
                    tokens.Add(left.ToString() + rune);
                    inRun = true;
                }

                previous = rune;
                continue;
            }

            EndRun(ref previous, ref inRun, tokens);
            if (!Rune.IsLetterOrDigit(rune)) EndWord(word, tokens);
            else if (word.Length < LongestWord) word.Append(Rune.ToLowerInvariant(rune).ToString());
        }

        EndRun(ref previous, ref inRun, tokens);
        EndWord(word, tokens);
        if (tokens.Count > limit) tokens.RemoveRange(limit, tokens.Count - limit);
        return tokens;
    }

    /// <summary>The text to put into the index: the tokens with spaces between.</summary>
    public static string Indexed(string? text) => string.Join(' ', Of(text));

    /// <summary>The distinct tokens of what somebody searches for.</summary>
    public static IReadOnlyList<string> Query(string? typed) => [.. Of(typed, QueryLimit).Distinct()];

    /// <summary>An FTS5 MATCH expression that wants every token; null when there is nothing to search for. A lone Chinese character matches the pairs it begins.</summary>
    public static string? ToFts5(string? typed) =>
        Query(typed) is { Count: > 0 } tokens ? string.Join(' ', tokens.Select(t => IsLoneCjk(t) ? $"\"{t}\"*" : $"\"{t}\"")) : null;

    /// <summary>A to_tsquery('simple', ...) text that wants every token; null when there is nothing to search for.</summary>
    public static string? ToTsQuery(string? typed) =>
        Query(typed) is { Count: > 0 } tokens ? string.Join(" & ", tokens.Select(t => IsLoneCjk(t) ? $"'{t}':*" : $"'{t}'")) : null;

    private static void EndWord(StringBuilder word, List<string> tokens)
    {
        if (word.Length == 0) return;
        tokens.Add(word.ToString());
        word.Clear();
    }

    private static void EndRun(ref Rune? last, ref bool inRun, List<string> tokens)
    {
        if (last is { } alone && !inRun) tokens.Add(alone.ToString());
        last = null;
        inRun = false;
    }

    private static bool IsLoneCjk(string token) =>
        Rune.DecodeFromUtf16(token, out var rune, out var used) == System.Buffers.OperationStatus.Done && used == token.Length && IsCjk(rune);

    // Han with extensions A to H and compatibility forms, kana, Hangul syllables: scripts written without spaces or with endings attached.
    internal static bool IsCjk(Rune rune) => rune.Value is
        (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x323AF)
        or (>= 0x3041 and <= 0x30FF) or (>= 0xAC00 and <= 0xD7A3) && Rune.IsLetterOrDigit(rune);
}
