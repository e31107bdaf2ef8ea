using System.Text;

namespace Hotline.Classifier.CommandLine;

/// <summary>
/// Meaningless messages made up on the fly, each from its number alone, to measure how training grows: words of invented
/// characters with the long tail of a real language, of which some belong to the label.
/// </summary>
internal static class GeneratedMessages
{
    private const int Characters = 3000;
    private const int CommonWords = 40_000;
    private const int WordsPerLabel = 80;
    private const double LabelShare = 0.2;

    public static IEnumerable<Example> Make(int count, int labels, int seed)
    {
        for (var i = 0; i < count; i++)
        {
            var random = new Random(unchecked((seed * 31) + (i * 2654435)));
            var label = (int)(labels * Math.Pow(random.NextDouble(), 1.5));
            yield return new Example(Text(random, label, 4 + random.Next(8)), Text(random, label, 30 + (int)(140 * Math.Pow(random.NextDouble(), 2))), $"{label:D4}");
        }
    }

    private static string Text(Random random, int label, int words)
    {
        var text = new StringBuilder();
        for (var i = 0; i < words; i++)
        {
            var word = random.NextDouble() < LabelShare
                ? CommonWords + (label * WordsPerLabel) + (int)(WordsPerLabel * Math.Pow(random.NextDouble(), 2))
                : (int)(CommonWords * Math.Pow(random.NextDouble(), 4)); // few words are common, most are rare
            Append(text, word);
            if (i % 9 == 8) text.Append('，');
        }
        return text.Append('。').ToString();
    }

    /// <summary>A word of two or three characters that its number decides.</summary>
    private static void Append(StringBuilder text, int word)
    {
        var state = (uint)word * 2654435761u;
        for (var i = 0; i < 2 + (word % 3 == 0 ? 1 : 0); i++)
        {
            state = (state ^ (state >> 15)) * 2246822519u;
            text.Append((char)('\u4E00' + (state % Characters)));
        }
    }
}
