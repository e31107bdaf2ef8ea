using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Hotline.Domain.Search;

namespace Hotline.Domain.Tickets;

/// <summary>
/// The number a resident is told: region (6 digits, GB/T 2260), local date (yyMMdd), channel (1 digit), the day's
/// sequence (5 digits, more once a day passes 99,999) and a Luhn check digit, e.g. <c>3702002611211000427</c>.
/// It identifies and proves nothing: access needs the query code as well.
/// </summary>
public sealed record TicketNumber
{
    private const int RegionLength = 6;
    private const int HeadLength = RegionLength + 6 + 1;
    private const int ShortestSequence = 5;
    private const int LongestSequence = 9;

    private TicketNumber(string region, DateOnly date, int channel, int sequence) =>
        (Region, Date, Channel, Sequence) = (region, date, channel, sequence);

    /// <summary>Administrative division, 6 digits.</summary>
    public string Region { get; }

    /// <summary>Local date the number was given out, 2000 to 2099.</summary>
    public DateOnly Date { get; }

    /// <summary>Digit of the channel the request came by, 0 to 9.</summary>
    public int Channel { get; }

    /// <summary>Running number of the day, 1 to 999,999,999.</summary>
    public int Sequence { get; }

    /// <summary>The digits in groups of three for reading aloud: <c>370 200 261 121 100 042 7</c>.</summary>
    public string Spoken => string.Join(' ', ToString().Chunk(3).Select(group => new string(group)));

    /// <summary>For public pages: region, date and the last two digits; the holder recognises it, others cannot look it up.</summary>
    public string Masked
    {
        get
        {
            var digits = ToString();
            const int shown = RegionLength + 6;
            return digits[..shown] + new string('*', digits.Length - shown - 2) + digits[^2..];
        }
    }

    /// <summary>Makes a number from its parts.</summary>
    /// <exception cref="ArgumentException">The region is not 6 digits.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Year, channel or sequence is out of range.</exception>
    public static TicketNumber Create(string region, DateOnly date, int channel, int sequence)
    {
        ArgumentNullException.ThrowIfNull(region);
        if (region.Length != RegionLength || !region.All(char.IsAsciiDigit))
            throw new ArgumentException("A region code is 6 digits.", nameof(region));
        ArgumentOutOfRangeException.ThrowIfLessThan(date, new DateOnly(2000, 1, 1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(date, new DateOnly(2099, 12, 31));
        ArgumentOutOfRangeException.ThrowIfNegative(channel);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channel, 9);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sequence);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sequence, 999_999_999);
        return new TicketNumber(region, date, channel, sequence);
    }

    /// <summary>The number as stored and sent; same rules as <see cref="Create"/>.</summary>
    public static string Format(string region, DateOnly date, int channel, int sequence) =>
        Create(region, date, channel, sequence).ToString();

    /// <summary>
    /// Reads what a person typed: spaces, dashes and full-width digits are accepted; length, date and check digit are verified.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out TicketNumber? number)
    {
        number = null;
        if (text is null || text.Length > 64 || Digits(text) is not { } digits) return false;
        var sequenceLength = digits.Length - HeadLength - 1;
        if (sequenceLength is < ShortestSequence or > LongestSequence) return false;
        if (CheckDigit(digits.AsSpan(0, digits.Length - 1)) != digits[^1] - '0') return false;
        if (!DateOnly.TryParseExact($"20{digits.AsSpan(RegionLength, 6)}", "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return false;
        // Padding beyond five digits would give one ticket two numbers.
        if (sequenceLength > ShortestSequence && digits[HeadLength] == '0') return false;
        var sequence = int.Parse(digits.AsSpan(HeadLength, sequenceLength), CultureInfo.InvariantCulture);
        if (sequence == 0) return false;
        number = new TicketNumber(digits[..RegionLength], date, digits[HeadLength - 1] - '0', sequence);
        return true;
    }

    /// <summary>The digits without separators.</summary>
    public override string ToString()
    {
        var body = string.Create(CultureInfo.InvariantCulture, $"{Region}{Date:yyMMdd}{Channel}{Sequence:D5}");
        return body + (char)('0' + CheckDigit(body));
    }

    // Luhn (ISO/IEC 7812-1): catches each single wrong digit and nearly every swap of neighbours, the usual slips on the phone.
    private static int CheckDigit(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[digits.Length - 1 - i] - '0';
            if (i % 2 == 0) digit = digit > 4 ? (digit * 2) - 9 : digit * 2;
            sum += digit;
        }

        return (10 - (sum % 10)) % 10;
    }

    private static string? Digits(string text)
    {
        var digits = new StringBuilder(text.Length);
        foreach (var c in FullWidth.Fold(text))
        {
            if (char.IsAsciiDigit(c)) digits.Append(c);
            else if (!char.IsWhiteSpace(c) && c is not ('-' or '‐' or '–' or '—')) return null;
        }

        return digits.ToString();
    }
}
