namespace Hotline.Classifier;

/// <summary>A word of a list found in a message.</summary>
/// <param name="Kind">The list's name for what the word tells, such as danger.</param>
/// <param name="Word">The word as it stands in the list.</param>
/// <param name="Field">The text it was found in.</param>
/// <param name="Start">First UTF-16 unit in the original text.</param>
/// <param name="Length">Length in UTF-16 units.</param>
public sealed record WatchedWord(string Kind, string Word, TextField Field, int Start, int Length);

/// <summary>
/// Finds the words of a list, such as those of urgency or danger, in any form they are written: full-width, traditional,
/// with blanks between. Immutable and safe for many threads.
/// </summary>
public sealed class WatchedWords
{
    private readonly Dictionary<char, List<(string Form, string Word, string Kind)>> _byFirstUnit = [];

    /// <param name="words">The words with their kinds; a word without any letter is left out.</param>
    public WatchedWords(IEnumerable<(string Kind, string Word)> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        foreach (var (kind, word) in words)
        {
            var form = new char[word.Length];
            var length = TextNormalizer.Normalize(word, form, new int[word.Length]);
            if (length == 0) continue;
            if (!_byFirstUnit.TryGetValue(form[0], out var list)) _byFirstUnit[form[0]] = list = [];
            list.Add((new string(form, 0, length), word, kind));
        }
    }

    /// <summary>Every occurrence of every word, in the order of the text.</summary>
    public IReadOnlyList<WatchedWord> Find(string subject, string body)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(body);
        var message = new MessageFeatures();
        message.Normalize(subject, body);
        var found = new List<WatchedWord>();
        for (var start = 0; start < message.Length; start++)
        {
            if (!_byFirstUnit.TryGetValue(message.Text[start], out var words)) continue;
            foreach (var (form, word, kind) in words)
            {
                if (!message.Text[start..].StartsWith(form)) continue;
                var from = message.Origins[start];
                var to = message.Origins[start + form.Length - 1] + 1;
                found.Add(new WatchedWord(kind, word, start < message.BodyStart ? TextField.Subject : TextField.Body, from, to - from));
            }
        }
        return found;
    }
}
