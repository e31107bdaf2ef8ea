namespace Hotline.Domain.Publishing;

/// <summary>
/// Finds vehicle plates: 京A·12345, new-energy plates of six, trailing 学 警 港 澳 挂; without the province only after
/// the word 车牌.
/// </summary>
internal static class PlateFinder
{
    private const string Provinces = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领";
    private const string Endings = "学警港澳挂领使";
    private const string Separators = " ·•・.-";
    private static readonly string[] Cues = ["车牌", "号牌"];

    public static void Find(string text, List<Found> found)
    {
        for (var i = 0; i + 6 < text.Length; i++)
            if (Provinces.Contains(text[i])) FindAt(text, i, text[i + 1] == ' ' ? i + 2 : i + 1, found);
        foreach (var cue in Cues)
        {
            Cue.Each(text, cue, end =>
            {
                var at = end;
                while (at < text.Length && at - end < 4 && " :号码是为".Contains(text[at])) at++;
                FindAt(text, at, at, found);
            });
        }
    }

    // The letter of the city, then five or six letters and digits with a digit among them.
    private static void FindAt(string text, int from, int letter, List<Found> found)
    {
        if (letter + 5 >= text.Length || !char.IsAsciiLetter(text[letter])) return;
        var start = letter + 1;
        if (Separators.Contains(text[start])) start++;
        var end = start;
        while (end < text.Length && end - start <= 6 && char.IsAsciiLetterOrDigit(text[end])) end++;
        var length = end - start;
        if (end < text.Length && length is 4 or 5 && Endings.Contains(text[end])) (end, length) = (end + 1, length + 1);
        if (length is 5 or 6 && text.AsSpan(start, end - start).ContainsAnyInRange('0', '9'))
            found.Add(new Found(from, end, PersonalDataKind.Plate));
    }
}
