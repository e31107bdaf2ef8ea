using System.Text;

namespace Hotline.Domain.Publishing;

/// <summary>
/// Proposes a text without the personal data <see cref="PersonalDataFinder"/> finds. Rather too much than too little: the
/// result is a proposal for a person to check, and what was hidden by mistake is put back more easily than what
/// slipped out. Time grows linearly with the text; redacting a redacted text changes nothing.
/// </summary>
public static class Redactor
{
    private const int MostPasses = 8;

    /// <summary>Proposes the text to publish.</summary>
    /// <param name="text">Title, question or answer.</param>
    /// <param name="known">What the ticket knows of its resident.</param>
    public static RedactedText Redact(string? text, KnownPersonalData? known = null)
    {
        if (string.IsNullOrEmpty(text)) return new RedactedText("", []);
        known ??= new KnownPersonalData();
        var chinese = Replacements.InChinese(text);
        var found = PersonalDataFinder.Merged(PersonalDataFinder.FindAll(text, known));
        var result = Replace(text, found, chinese);
        // A replacement can uncover what stood glued to it; looking again makes the result final.
        for (var pass = 1; pass < MostPasses; pass++)
        {
            var more = InSource(result, found, PersonalDataFinder.FindAll(result.Text, known));
            var all = PersonalDataFinder.Merged([.. found, .. more]);
            if (all.SequenceEqual(found)) break;
            found = all;
            result = Replace(text, found, chinese);
        }

        return result;
    }

    // Finds in a redacted text as finds in its source; one that touches a replacement takes all of what it replaced.
    private static IEnumerable<Found> InSource(RedactedText redacted, List<Found> done, List<Found> finds)
    {
        var starts = new int[redacted.Text.Length];
        var ends = new int[redacted.Text.Length];
        for (int i = 0, next = 0, shift = 0; i < starts.Length; i++)
        {
            if (next < done.Count && i == redacted.Redactions[next].Start + redacted.Redactions[next].Length)
            {
                shift = done[next].End - i;
                next++;
            }

            var replaced = next < done.Count && i >= redacted.Redactions[next].Start;
            starts[i] = replaced ? done[next].Start : i + shift;
            ends[i] = replaced ? done[next].End : i + shift + 1;
        }

        return finds.Select(find => new Found(starts[find.Start], ends[find.End - 1], find.Kind));
    }

    private static RedactedText Replace(string text, List<Found> found, bool chinese)
    {
        var result = new StringBuilder(text.Length);
        var redactions = new List<Redaction>(found.Count);
        var copied = 0;
        foreach (var item in found)
        {
            result.Append(text, copied, item.Start - copied);
            var label = Replacements.For(item, chinese);
            redactions.Add(new Redaction(result.Length, label.Length, item.Kind, text[item.Start..item.End]));
            result.Append(label);
            copied = item.End;
        }

        result.Append(text, copied, text.Length - copied);
        return new RedactedText(result.ToString(), redactions);
    }
}
