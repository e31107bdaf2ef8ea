namespace Hotline.Domain.Publishing;

/// <summary>Reads digits written as Chinese numerals (一三八零…, 幺三八, 壹叁捌) where there are enough of them to be a number.</summary>
internal static class SpelledDigits
{
    // Shorter runs are ordinary words (二〇二六, 一二三四).
    private const int ShortestSpelledNumber = 7;
    private const int MobileLength = 11;
    private const string Separators = " -–—";
    private static readonly string[] Digits = ["零〇", "一幺壹", "二贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"];

    /// <summary>Turns such numerals into ASCII digits, one for one; also those mixed with ASCII digits to a mobile number.</summary>
    public static string Fold(string text)
    {
        var chars = text.ToCharArray();
        for (var i = 0; i < chars.Length;)
        {
            if (Digit(chars[i]) is null)
            {
                i++;
                continue;
            }

            var end = i;
            int spelled = 0, all = 0;
            while (end < chars.Length && (Digit(chars[end]) is not null || IsGap(chars, end)))
            {
                if (Digit(chars[end]) is not null) all++;
                if (Digit(chars[end]) is not null && !char.IsAsciiDigit(chars[end])) spelled++;
                end++;
            }

            var mobile = all == MobileLength && Digit(chars[i]) == '1';
            if (spelled >= ShortestSpelledNumber || (spelled > 0 && mobile))
                for (var j = i; j < end; j++) chars[j] = Digit(chars[j]) ?? chars[j];
            i = end;
        }

        return new string(chars);
    }

    private static bool IsGap(char[] chars, int at) =>
        Separators.Contains(chars[at]) && at + 1 < chars.Length && Digit(chars[at + 1]) is not null;

    private static char? Digit(char c)
    {
        if (char.IsAsciiDigit(c)) return c;
        for (var digit = 0; digit < Digits.Length; digit++)
            if (Digits[digit].Contains(c)) return (char)('0' + digit);
        return null;
    }
}
