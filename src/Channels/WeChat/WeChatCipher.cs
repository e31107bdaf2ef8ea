using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Hotline.Channels.WeChat;

/// <summary>
/// The safe mode's envelope: AES-256-CBC, the IV being the first half of the key, over 16 random bytes, the length of the message
/// (4 bytes, big-endian), the message and the AppId, padded to 32 bytes.
/// </summary>
public static class WeChatCipher
{
    private const int RandomBytes = 16;
    private const int Header = RandomBytes + 4;
    private const int Block = 32;

    /// <summary>43 letters and digits that are Base64 of 32 bytes without the last sign.</summary>
    public static bool IsKey(string encodingAesKey) => TryReadKey(encodingAesKey, out _);

    /// <summary>Encrypts a message to the account's peer.</summary>
    /// <param name="encodingAesKey">43 characters, see <see cref="IsKey"/>.</param>
    /// <param name="appId">The account.</param>
    /// <param name="message">The XML.</param>
    /// <param name="random">16 bytes; fresh ones when null.</param>
    /// <returns>Base64.</returns>
    /// <exception cref="ArgumentException">The key is none.</exception>
    public static string Encrypt(string encodingAesKey, string appId, string message, byte[]? random = null)
    {
        if (!TryReadKey(encodingAesKey, out var key))
        {
            throw new ArgumentException("Not 43 letters and digits.", nameof(encodingAesKey));
        }

        var (text, app) = (Encoding.UTF8.GetBytes(message), Encoding.UTF8.GetBytes(appId));
        var length = Header + text.Length + app.Length;
        var padding = Block - (length % Block);
        var plain = new byte[length + padding];
        (random ?? RandomNumberGenerator.GetBytes(RandomBytes)).AsSpan(0, RandomBytes).CopyTo(plain);
        BinaryPrimitives.WriteInt32BigEndian(plain.AsSpan(RandomBytes), text.Length);
        text.CopyTo(plain, Header);
        app.CopyTo(plain, Header + text.Length);
        plain.AsSpan(length).Fill((byte)padding);
        using var aes = Aes.Create();
        aes.Key = key;
        return Convert.ToBase64String(aes.EncryptCbc(plain, key.AsSpan(0, 16), PaddingMode.None));
    }

    /// <summary>Opens an envelope; false for anything that is not one for this key and this account.</summary>
    public static bool TryDecrypt(string encodingAesKey, string appId, string encrypted, [NotNullWhen(true)] out string? message)
    {
        message = null;
        var buffer = new byte[encrypted.Length];
        if (!TryReadKey(encodingAesKey, out var key) || !Convert.TryFromBase64String(encrypted, buffer, out var size) || size < Block || size % 16 != 0)
        {
            return false;
        }

        using var aes = Aes.Create();
        aes.Key = key;
        var plain = aes.DecryptCbc(buffer.AsSpan(0, size), key.AsSpan(0, 16), PaddingMode.None);
        var padding = plain[^1];
        if (padding is 0 or > Block || plain.AsSpan(size - padding).ContainsAnyExcept(padding))
        {
            return false;
        }

        var content = plain.AsSpan(0, size - padding);
        if (content.Length < Header)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(content[RandomBytes..]);
        if (length < 0 || length > content.Length - Header || !content[(Header + length)..].SequenceEqual(Encoding.UTF8.GetBytes(appId)))
        {
            return false;
        }

        message = Encoding.UTF8.GetString(content.Slice(Header, length));
        return true;
    }

    private static bool TryReadKey(string encodingAesKey, out byte[] key)
    {
        key = new byte[33];
        var valid = encodingAesKey.Length == 43 && encodingAesKey.All(char.IsAsciiLetterOrDigit)
            && Convert.TryFromBase64String(encodingAesKey + "=", key, out var written) && written == 32;
        key = key[..32];
        return valid;
    }
}
