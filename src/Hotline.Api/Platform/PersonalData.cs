using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Hotline.Api.Data;
using Hotline.Domain.Publishing;
using Hotline.Domain.Tickets;

namespace Hotline.Api.Platform;

/// <summary>
/// Seals personal data (AES-256-GCM) and makes keyed look-up indexes (HMAC-SHA256). Layout of a cipher: 1 byte version (2), 4 bytes
/// number of the key, 12 bytes nonce, 16 bytes tag, then the cipher text; version and key number are authenticated. Version 1 had no
/// key number: it is of key 1. Without the key files (see <see cref="KeyRing"/>) the data cannot be read by anybody.
/// </summary>
internal sealed class PersonalData(KeyRing keys)
{
    private const byte WithoutKeyNumber = 1;
    private const byte WithKeyNumber = 2;
    private const int NonceAndTag = 28;

    public KeyRing Keys => keys;

    /// <summary>Key from which every ticket's query code is derived.</summary>
    public byte[] QueryCodeKey => keys.QueryCodeKey;

    public byte[] Seal(string text)
    {
        var key = keys.Newest;
        var plain = Encoding.UTF8.GetBytes(text);
        var result = new byte[5 + NonceAndTag + plain.Length];
        result[0] = WithKeyNumber;
        BinaryPrimitives.WriteInt32BigEndian(result.AsSpan(1), key);
        RandomNumberGenerator.Fill(result.AsSpan(5, 12));
        using var aes = new AesGcm(keys.Find(key)!, 16);
        aes.Encrypt(result.AsSpan(5, 12), plain, result.AsSpan(33), result.AsSpan(17, 16), result.AsSpan(0, 5));
        return result;
    }

    /// <exception cref="CryptographicException">The key is not in the key folder, or is not the one the value was sealed with; the message says which.</exception>
    public string Open(byte[] cipher)
    {
        var id = KeyOf(cipher);
        var head = cipher[0] == WithKeyNumber ? 5 : 1;
        if (keys.Find(id) is not { } key) throw new CryptographicException($"A value is sealed with key {id}, but {keys.FileOf(id)} is not there. Put the file back.");
        var plain = new byte[cipher.Length - head - NonceAndTag];
        using var aes = new AesGcm(key, 16);
        try { aes.Decrypt(cipher.AsSpan(head, 12), cipher.AsSpan(head + NonceAndTag), cipher.AsSpan(head + 12, 16), plain, cipher.AsSpan(0, head)); }
        catch (AuthenticationTagMismatchException e)
        {
            throw new CryptographicException($"A value sealed with key {id} cannot be opened: {keys.FileOf(id)} is not the key it was sealed with, or the value was tampered with.", e);
        }
        return Encoding.UTF8.GetString(plain);
    }

    /// <summary>Number of the key a value is sealed with.</summary>
    public static int KeyOf(ReadOnlySpan<byte> cipher) => cipher switch
    {
        [WithoutKeyNumber, ..] when cipher.Length >= 1 + NonceAndTag => 1,
        [WithKeyNumber, ..] when cipher.Length >= 5 + NonceAndTag => BinaryPrimitives.ReadInt32BigEndian(cipher[1..]),
        _ => throw new CryptographicException("Not a sealed value of a known version."),
    };

    public byte[]? SealOrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : Seal(text.Trim());

    public string? OpenOrNull(byte[]? cipher) => cipher is null ? null : Open(cipher);

    /// <summary>The same contact always gives the same index; without the key nobody can try numbers against it.</summary>
    public string Index(string contact) => Convert.ToBase64String(HMACSHA256.HashData(keys.IndexKey, Encoding.UTF8.GetBytes(contact)), 0, 18);

    /// <summary>
    /// What redaction has to look for besides shapes: the resident's own name, numbers and address, and whoever is named in the ticket's
    /// words. A name found once by what stands around it is the same person's where nothing stands around it.
    /// </summary>
    public KnownPersonalData KnownOf(Resident? resident, Ticket ticket) => new()
    {
        Names = [.. Some(resident?.Name), .. PersonalDataFinder.NamesIn(ticket.Subject), .. PersonalDataFinder.NamesIn(ticket.Body)],
        Phones = Some(resident?.Phone), Addresses = Some(resident?.Address), TicketNumbers = [ticket.Number],
    };

    private string[] Some(byte[]? cipher) => cipher is null ? [] : [Open(cipher)];
}
