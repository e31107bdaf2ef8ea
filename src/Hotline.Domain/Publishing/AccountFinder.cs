namespace Hotline.Domain.Publishing;

/// <summary>Finds mail addresses, and WeChat, QQ and short-video accounts after the word.</summary>
internal static class AccountFinder
{
    private const string Filler = " :号码是为(";

    private static readonly string[] Cues =
    [
        "微信", "微 信", "薇信", "威信", "weixin", "wechat", "v信", "vx", "wx", "加v", "+v", "qq", "企鹅号", "抖音", "快手", "微博", "小红书", "钉钉",
    ];

    public static void Find(string text, List<Found> found)
    {
        for (var at = 0; (at = text.IndexOf('@', at)) >= 0; at++) FindMail(text, at, found);
        foreach (var cue in Cues)
        {
            Cue.Each(text, cue, end =>
            {
                var start = end - cue.Length;
                var partOfWord = char.IsAsciiLetter(cue[0]) && start > 0 && char.IsAsciiLetterOrDigit(text[start - 1]);
                var goesOn = cue is "加v" or "+v" && end < text.Length && char.IsAsciiLetter(text[end]);
                if (!partOfWord && !goesOn) FindAccount(text, end, found);
            });
        }
    }

    private static void FindMail(string text, int at, List<Found> found)
    {
        var start = at;
        while (start > 0 && (char.IsAsciiLetterOrDigit(text[start - 1]) || "._%+-".Contains(text[start - 1]))) start--;
        var end = at + 1;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || ".-".Contains(text[end]))) end++;
        while (end > at && text[end - 1] is '.' or '-') end--;
        if (start < at && text.AsSpan(at, end - at).Contains('.')) found.Add(new Found(start, end, PersonalDataKind.Email));
    }

    private static void FindAccount(string text, int start, List<Found> found)
    {
        var at = start;
        while (at < text.Length && at - start < 6 && Filler.Contains(text[at])) at++;
        var announced = text.AsSpan(start, at - start).ContainsAny(":号码是为");
        if (text.AsSpan(at).StartsWith("is ", StringComparison.OrdinalIgnoreCase) || text.AsSpan(at).StartsWith("id ", StringComparison.OrdinalIgnoreCase))
        {
            at += 3;
            announced = true;
        }

        var end = at;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_' or '-')) end++;
        var account = text.AsSpan(at, end - at);
        // "WeChat payment" announces nothing; an account has a digit or stands after a colon or the like.
        if (account.Length is >= 5 and <= 40 && (announced || account.ContainsAnyInRange('0', '9') || account.Contains('_')))
            found.Add(new Found(at, end, PersonalDataKind.Account));
    }
}
