using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Hotline.Domain.Search;

namespace Hotline.Domain.Tickets;

/// <summary>
/// The 6-character code that, with the ticket's number, lets its resident look it up. Derived from a secret key and the
/// ticket's id, so it is never stored. About 26 bits (18 on a phone keypad): every door that checks it must limit tries.
/// </summary>
public static class QueryCode
{
    /// <summary>
    /// The characters used. Left out because they are confused by eye or ear: 0 O Q D, 1 I L, 2 Z, 5 S, 8 B, U V.
    /// These 21 remain.
    /// </summary>
    public const string Alphabet = "34679ACEFGHJKMNPRTWXY";

    /// <summary>Characters in a code.</summary>
    public const int Length = 6;

    /// <summary>Shortest key accepted, in bytes.</summary>
    public const int ShortestKey = 16;

    /// <summary>The code of a ticket: the same key and id always give the same code.</summary>
    /// <exception cref="ArgumentException">The key is shorter than <see cref="ShortestKey"/> bytes.</exception>
    public static string Derive(ReadOnlySpan<byte> key, Guid ticketId)
    {
        if (key.Length < ShortestKey) throw new ArgumentException($"The key needs at least {ShortestKey} bytes.", nameof(key));
        // Bytes from here on are dropped: taking them modulo 21 would favour the first characters.
        const int unbiased = 256 / 21 * 21;
        Span<char> code = stackalloc char[Length];
        Span<byte> message = stackalloc byte[16 + sizeof(int)];
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        ticketId.TryWriteBytes(message, bigEndian: true, out _);
        var filled = 0;
        for (var round = 0; filled < Length; round++)
        {
            BinaryPrimitives.WriteInt32BigEndian(message[16..], round);
            HMACSHA256.HashData(key, message, mac);
            foreach (var b in mac)
                if (b < unbiased && filled < Length) code[filled++] = Alphabet[b % Alphabet.Length];
        }

        return new string(code);
    }

    /// <summary>What a person typed, in the form codes have: upper case, ASCII, without spaces and dashes. Not checked for being a code.</summary>
    public static string Normalize(string? typed)
    {
        if (string.IsNullOrEmpty(typed)) return "";
        var kept = new StringBuilder(Length);
        foreach (var c in typed)
        {
            var folded = FullWidth.Fold(c);
            if (!char.IsWhiteSpace(folded) && folded != '-') kept.Append(char.ToUpperInvariant(folded));
        }

        return kept.ToString();
    }

    /// <summary>True when what was typed is the code, however it was written; takes the same time wherever they differ.</summary>
    public static bool Matches(string code, string? typed) => SameText(code, Normalize(typed));

    /// <summary>
    /// True when the keys pressed on a phone are those that carry the code's characters (A, B, C on 2 and so on; digits on themselves).
    /// </summary>
    public static bool MatchesKeypad(string code, string? digits)
    {
        ArgumentNullException.ThrowIfNull(code);
        return SameText(string.Create(code.Length, code, static (keys, letters) =>
        {
            for (var i = 0; i < keys.Length; i++) keys[i] = Key(letters[i]);
        }), Normalize(digits));
    }

    // ITU-T E.161: the letters on a telephone's keys.
    private static char Key(char c) => c switch
    {
        >= 'A' and <= 'C' => '2',
        >= 'D' and <= 'F' => '3',
        >= 'G' and <= 'I' => '4',
        >= 'J' and <= 'L' => '5',
        >= 'M' and <= 'O' => '6',
        >= 'P' and <= 'S' => '7',
        >= 'T' and <= 'V' => '8',
        >= 'W' and <= 'Z' => '9',
        _ => c,
    };

    private static bool SameText(string expected, string given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given));
}
