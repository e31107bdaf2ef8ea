using System.Text.RegularExpressions;

namespace Hotline.Domain.Residents;

/// <summary>Phone numbers as people write them.</summary>
public static partial class PhoneNumber
{
    /// <summary>Digits only, without the international prefix and the country code of the mainland: one person has one number.</summary>
    public static string Normalize(string phone)
    {
        ArgumentNullException.ThrowIfNull(phone);
        var digits = string.Concat(phone.Where(char.IsAsciiDigit));
        if (digits.StartsWith("00", StringComparison.Ordinal)) digits = digits[2..];
        return digits.Length > 11 && digits.StartsWith("86", StringComparison.Ordinal) ? digits[2..] : digits;
    }

    /// <summary>Whether it is written as providers dial it: + and 7 to 15 digits, the country code first (ITU-T E.164).</summary>
    public static bool IsE164(string number) => International().IsMatch(number);

    /// <summary>E.164 of what people of the mainland write; null when it cannot be dialled.</summary>
    public static string? ToE164(string? written)
    {
        if (written is null || written.Length > 30 || !written.All(c => char.IsAsciiDigit(c) || "+- ()".Contains(c, StringComparison.Ordinal))) return null;
        var digits = string.Concat(written.Where(char.IsAsciiDigit));
        var international = written.TrimStart().StartsWith('+') ? $"+{digits}" : digits.StartsWith("00", StringComparison.Ordinal) ? $"+{digits[2..]}" : null;
        if (international is not null) return IsE164(international) ? international : null;
        return digits switch
        {
            { Length: 11 } when digits[0] == '1' => $"+86{digits}",
            { Length: 13 } when digits.StartsWith("861", StringComparison.Ordinal) => $"+{digits}",
            { Length: >= 10 and <= 12 } when digits[0] == '0' => $"+86{digits[1..]}",
            _ => null,
        };
    }

    [GeneratedRegex("^\\+[1-9][0-9]{6,14}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex International();
}
