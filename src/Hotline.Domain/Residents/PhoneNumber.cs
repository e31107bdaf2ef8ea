namespace Hotline.Domain.Residents;

/// <summary>Phone numbers as people write them.</summary>
public static class PhoneNumber
{
    /// <summary>Digits only, without the international prefix and the country code of the mainland: one person has one number.</summary>
    public static string Normalize(string phone)
    {
        ArgumentNullException.ThrowIfNull(phone);
        var digits = string.Concat(phone.Where(char.IsAsciiDigit));
        if (digits.StartsWith("00", StringComparison.Ordinal)) digits = digits[2..];
        return digits.Length > 11 && digits.StartsWith("86", StringComparison.Ordinal) ? digits[2..] : digits;
    }
}
