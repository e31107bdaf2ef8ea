using System.Globalization;

namespace Hotline.Domain.Publishing;

/// <summary>Shapes of numbers given as ASCII digits.</summary>
internal static class Numbers
{
    private static readonly string[] MobilePrefixes = ["0086", "86", "0"];
    private static readonly int[] IdWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>True for a mobile number, with or without country code.</summary>
    public static bool IsMobile(string digits)
    {
        var number = WithoutPrefix(digits);
        return number.Length == 11 && number[0] == '1' && number[1] >= '3';
    }

    /// <summary>Without the country code, or the 0 once dialled before mobiles.</summary>
    public static string WithoutPrefix(string digits)
    {
        foreach (var prefix in MobilePrefixes)
            if (digits.Length == prefix.Length + 11 && digits.StartsWith(prefix, StringComparison.Ordinal) && digits[prefix.Length] == '1')
                return digits[prefix.Length..];
        return digits;
    }

    /// <summary>True for area code (010, 02x, 03xx to 09xx) and a local number of seven or eight digits, which never begins with 0 or 1.</summary>
    public static bool IsLandline(string digits)
    {
        if (digits.Length < 10 || digits[0] != '0' || digits[1] == '0') return false;
        var area = digits[1] is '1' or '2' ? 3 : 4;
        return digits.Length - area is 7 or 8 && digits[area] >= '2' && (digits[1] != '1' || digits[2] == '0');
    }

    /// <summary>True when 18 characters (the last a digit or X) carry a possible province, a birth date and the right check digit, or 15 digits the first two.</summary>
    public static bool IsIdCard(string id)
    {
        if (id.Length is not (15 or 18) || id[0] is < '1' or > '8') return false;
        var birth = id.Length == 18 ? id[6..14] : "19" + id[6..12];
        if (!BeginsWithDate(birth)) return false;
        return id.Length == 15 || "10X98765432"[id[..17].Select((c, i) => (c - '0') * IdWeights[i]).Sum() % 11] == char.ToUpperInvariant(id[17]);
    }

    /// <summary>True when the first eight digits are a date from 1900 to 2099.</summary>
    public static bool BeginsWithDate(ReadOnlySpan<char> digits) =>
        digits.Length >= 8 && (digits.StartsWith("19") || digits.StartsWith("20"))
        && DateOnly.TryParseExact(digits[..8], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary>True for a length and a beginning that issuers of bank cards use, and a right Luhn digit (ISO/IEC 7812).</summary>
    public static bool IsBankCard(string digits)
    {
        var issued = digits.Length switch
        {
            15 => digits[0] == '3',
            16 => digits[0] is >= '2' and <= '6',
            17 or 18 => digits.StartsWith("62", StringComparison.Ordinal),
            19 => digits[0] is '6' or '9',
            _ => false,
        };
        return issued && PassesLuhn(digits);
    }

    private static bool PassesLuhn(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[digits.Length - 1 - i] - '0';
            sum += i % 2 == 0 ? digit : digit > 4 ? (digit * 2) - 9 : digit * 2;
        }

        return sum % 10 == 0;
    }
}
