namespace Hotline.Domain.Residents;

/// <summary>Phone numbers as people write them.</summary>
public static class PhoneNumber
{
    /// <summary>Digits only, without the country code of the mainland: one person has one number.</summary>
    public static string Normalize(string phone)
    {
        ArgumentNullException.ThrowIfNull(phone);
        var digits = string.Concat(phone.Where(char.IsAsciiDigit));
        return digits.Length > 11 && digits.StartsWith("86", StringComparison.Ordinal) ? digits[2..] : digits;
    }
}
