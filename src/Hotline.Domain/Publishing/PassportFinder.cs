namespace Hotline.Domain.Publishing;

/// <summary>Finds numbers of passports and travel permits after the word; alone they look like any part number.</summary>
internal static class PassportFinder
{
    // From the word to the number: 来往港澳通行证号码为….
    private const int Reach = 12;
    private static readonly string[] Cues = ["护照", "通行证", "台胞证", "回乡证", "居留证", "居留许可", "passport"];

    public static void Find(string text, List<Found> found)
    {
        foreach (var cue in Cues) Cue.Each(text, cue, end => FindAfter(text, end, found));
    }

    private static void FindAfter(string text, int start, List<Found> found)
    {
        var at = start;
        while (at < text.Length && at - start < Reach && !IsStart(text, at) && !"。;!?\n".Contains(text[at])) at++;
        var end = at;
        while (end < text.Length && char.IsAsciiLetterOrDigit(text[end])) end++;
        var letters = 0;
        while (letters < 2 && at + letters < end && char.IsAsciiLetter(text[at + letters])) letters++;
        var digits = text.AsSpan(at + letters, end - at - letters);
        if (digits.Length is < 7 or > 10 || digits.ContainsAnyExceptInRange('0', '9')) return;
        if (letters > 0 || (digits.Length is 8 or 10 && !Numbers.BeginsWithDate(digits))) found.Add(new Found(at, end, PersonalDataKind.Passport));
    }

    // A word like "number" or "no" may stand between; the number is the first run with a digit among its first three.
    private static bool IsStart(string text, int at)
    {
        if (!char.IsAsciiLetterOrDigit(text[at]) || (at > 0 && char.IsAsciiLetterOrDigit(text[at - 1]))) return false;
        return text.AsSpan(at, Math.Min(3, text.Length - at)).ContainsAnyInRange('0', '9');
    }
}
