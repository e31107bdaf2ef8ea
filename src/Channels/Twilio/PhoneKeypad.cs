namespace Hotline.Channels.Twilio;

/// <summary>Letters on telephone keys (ITU-T E.161).</summary>
public static class PhoneKeypad
{
    private const string KeyOfLetter = "22233344455566677778889999";

    /// <summary>
    /// The keys that spell a code: <c>K7QF</c> is <c>5773</c>. Several letters share a key, so the keys prove less than the
    /// code: limit the attempts.
    /// </summary>
    /// <exception cref="ArgumentException">The code holds something that has no key.</exception>
    public static string Digits(string code) => string.Concat(code.Select(KeyOf));

    private static char KeyOf(char letter) => letter switch
    {
        >= '0' and <= '9' => letter,
        >= 'A' and <= 'Z' => KeyOfLetter[letter - 'A'],
        >= 'a' and <= 'z' => KeyOfLetter[letter - 'a'],
        _ => throw new ArgumentException("Only the letters A to Z and the digits have a telephone key.", nameof(letter)),
    };
}
