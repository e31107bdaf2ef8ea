using Hotline.Domain.Search;

namespace Hotline.Domain.Tickets;

/// <summary>Words that hint at one kind of danger.</summary>
/// <param name="Kind">What they hint at, e.g. <c>Gas</c> or <c>Suicide</c>.</param>
/// <param name="Words">The words; case and full width do not matter.</param>
/// <param name="NotAfter">Phrases that void a word they stand directly before, e.g. 没有.</param>
/// <param name="NotWithin">Phrases that void a word they contain, e.g. 煤气费.</param>
public sealed record DangerRule(
    string Kind, IReadOnlyList<string> Words, IReadOnlyList<string>? NotAfter = null, IReadOnlyList<string>? NotWithin = null);

/// <summary>One danger word found.</summary>
/// <param name="Kind">Kind of the rule it belongs to.</param>
/// <param name="Word">As written in the text.</param>
/// <param name="Start">Offset in the text.</param>
/// <param name="Length">Length in characters.</param>
public sealed record DangerFinding(string Kind, string Word, int Start, int Length);

/// <summary>
/// Looks for signs of danger in what residents say, so that a person sees the request at once. Immutable; one pass
/// over the text, whose cost grows with the text and with the words that share a first character.
/// </summary>
public sealed class DangerWords
{
    private readonly Dictionary<char, List<(string Word, Prepared Rule)>> _byFirst = [];

    /// <exception cref="ArgumentException">A rule has no kind or no words, or holds an empty word or phrase.</exception>
    public DangerWords(IEnumerable<DangerRule> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        foreach (var rule in rules)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(rule.Kind);
            if (rule.Words.Count == 0) throw new ArgumentException($"The rule {rule.Kind} has no words.", nameof(rules));
            var prepared = new Prepared(rule.Kind, Folded(rule, rule.NotAfter), Folded(rule, rule.NotWithin));
            foreach (var word in Folded(rule, rule.Words))
            {
                if (!_byFirst.TryGetValue(word[0], out var list)) _byFirst[word[0]] = list = [];
                list.Add((word, prepared));
            }
        }
    }

    /// <summary>Every word found that no phrase voids, in the order of the text.</summary>
    public IReadOnlyList<DangerFinding> Find(string? text)
    {
        if (string.IsNullOrEmpty(text)) return [];
        var folded = Fold(text);
        var found = new List<DangerFinding>();
        for (var i = 0; i < folded.Length; i++)
        {
            if (!_byFirst.TryGetValue(folded[i], out var candidates)) continue;
            foreach (var (word, rule) in candidates)
            {
                if (!StandsAt(folded, i, word) || rule.NotAfter.Any(p => StandsAt(folded, i - p.Length, p))) continue;
                if (!rule.NotWithin.Any(phrase => Covers(folded, phrase, i, word.Length)))
                    found.Add(new DangerFinding(rule.Kind, text.Substring(i, word.Length), i, word.Length));
            }
        }

        return found;
    }

    /// <summary>The kinds found, each once, in the order of the text.</summary>
    public IReadOnlyList<string> Kinds(string? text) => [.. Find(text).Select(finding => finding.Kind).Distinct()];

    private static bool Covers(string text, string phrase, int start, int length)
    {
        for (var offset = 0; offset + length <= phrase.Length; offset++)
            if (StandsAt(text, start - offset, phrase)) return true;
        return false;
    }

    private static bool StandsAt(string text, int at, string phrase) =>
        at >= 0 && at + phrase.Length <= text.Length && string.CompareOrdinal(text, at, phrase, 0, phrase.Length) == 0;

    private static string[] Folded(DangerRule rule, IReadOnlyList<string>? phrases) =>
        [.. (phrases ?? []).Select(p => string.IsNullOrWhiteSpace(p) ? throw new ArgumentException($"The rule {rule.Kind} holds an empty phrase.") : Fold(p))];

    private static string Fold(string text) => FullWidth.Fold(text).ToLowerInvariant();

    private sealed record Prepared(string Kind, string[] NotAfter, string[] NotWithin);
}
