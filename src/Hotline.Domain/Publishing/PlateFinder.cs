namespace Hotline.Domain.Publishing;

/// <summary>Finds vehicle plates: 京A·12345, new-energy plates of six, trailing 学 警 港 澳 挂.</summary>
internal static class PlateFinder
{
    private const string Provinces = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领";
    private const string Endings = "学警港澳挂领使";

    public static void Find(string text, List<Found> found)
    {
        for (var i = 0; i + 6 < text.Length; i++)
        {
            if (!char.IsAsciiLetter(text[i + 1]) || !Provinces.Contains(text[i])) continue;
            var start = i + 2;
            if (" ·•・.-".Contains(text[start])) start++;
            var end = start;
            while (end < text.Length && end - start <= 6 && char.IsAsciiLetterOrDigit(text[end])) end++;
            var length = end - start;
            if (end < text.Length && Endings.Contains(text[end])) (end, length) = (end + 1, length + 1);
            if (length is 5 or 6 && text.AsSpan(start, end - start).ContainsAnyInRange('0', '9'))
                found.Add(new Found(i, end, RedactionKind.Plate));
        }
    }
}
