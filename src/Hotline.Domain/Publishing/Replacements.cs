namespace Hotline.Domain.Publishing;

/// <summary>What stands in a public text where personal data stood.</summary>
internal static class Replacements
{
    /// <summary>True when a text holds any character of a Chinese text.</summary>
    public static bool InChinese(string text) => text.Any(c => c >= '\u2E80');

    /// <summary>The replacement of one find; a family name alone keeps its form of address (王先生 → 某先生).</summary>
    public static string For(Found found, bool chinese) => chinese ? Chinese(found) : English(found.Kind);

    private static string Chinese(Found found) => found.Kind switch
    {
        PersonalDataKind.Name => found.End - found.Start == 1 ? "某" : "某某",
        PersonalDataKind.Phone => "[电话]",
        PersonalDataKind.IdCard => "[身份证号]",
        PersonalDataKind.Passport => "[证件号]",
        PersonalDataKind.Plate => "[车牌]",
        PersonalDataKind.BankCard => "[银行卡号]",
        PersonalDataKind.Email => "[邮箱]",
        PersonalDataKind.Account => "[账号]",
        PersonalDataKind.Room => "[门牌]",
        _ => "[地址]",
    };

    private static string English(PersonalDataKind kind) => kind switch
    {
        PersonalDataKind.IdCard => "[id card]",
        PersonalDataKind.BankCard => "[bank card]",
        _ => $"[{kind.ToString().ToLowerInvariant()}]",
    };
}
