namespace Hotline.Classifier.CommandLine;

/// <summary>Reads a list of words of urgency or danger: one "kind: word, word" per line; # starts a comment.</summary>
internal static class WatchedWordsReader
{
    private static readonly char[] s_separators = [',', '，', '、'];

    /// <exception cref="CommandLineException">The file is missing, not readable as text, or a line has no kind.</exception>
    public static WatchedWords Read(string path)
    {
        if (!File.Exists(path)) throw CommandLineException.BadInput($"{path}: no such file.");
        var words = new List<(string Kind, string Word)>();
        var number = 0;
        foreach (var line in File.ReadLines(path, TextEncoding.Detect(path)))
        {
            number++;
            var content = line.Split('#', 2)[0].Trim();
            if (content.Length == 0) continue;
            if (content.Split([':', '：'], 2) is not [var kind, var list]) throw CommandLineException.BadInput($"{path}, line {number}: 'kind: word, word' is expected.");
            foreach (var word in list.Split(s_separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) words.Add((kind.Trim(), word));
        }
        return new WatchedWords(words);
    }
}
