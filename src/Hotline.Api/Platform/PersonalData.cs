using System.Security.Cryptography;
using System.Text;

namespace Hotline.Api.Platform;

/// <summary>
/// Seals personal data (AES-256-GCM) and makes keyed look-up indexes (HMAC-SHA256). Layout of a cipher: 1 byte version,
/// 12 bytes nonce, 16 bytes tag, then the cipher text. The key file is made at the first start, readable by its owner alone;
/// without it the data cannot be read by anybody.
/// </summary>
internal sealed class PersonalData
{
    private const byte Version = 1;
    private readonly byte[] _sealKey;
    private readonly byte[] _indexKey;

    /// <summary>Key from which every ticket's query code is derived.</summary>
    public byte[] QueryCodeKey { get; }

    public PersonalData(string dataFolder)
    {
        var master = LoadOrCreate(Path.Combine(dataFolder, "keys", "personal-data.key"));
        _sealKey = Derive("seal");
        _indexKey = Derive("index");
        QueryCodeKey = Derive("query-code");
        byte[] Derive(string use) => HKDF.DeriveKey(HashAlgorithmName.SHA256, master, 32, info: Encoding.UTF8.GetBytes("hotline/" + use));
    }

    public byte[] Seal(string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var result = new byte[29 + plain.Length];
        result[0] = Version;
        RandomNumberGenerator.Fill(result.AsSpan(1, 12));
        using var aes = new AesGcm(_sealKey, 16);
        aes.Encrypt(result.AsSpan(1, 12), plain, result.AsSpan(29), result.AsSpan(13, 16), [Version]);
        return result;
    }

    public string Open(byte[] cipher)
    {
        if (cipher.Length < 29 || cipher[0] != Version) throw new CryptographicException("Not a sealed value of a known version.");
        var plain = new byte[cipher.Length - 29];
        using var aes = new AesGcm(_sealKey, 16);
        aes.Decrypt(cipher.AsSpan(1, 12), cipher.AsSpan(29), cipher.AsSpan(13, 16), plain, [Version]);
        return Encoding.UTF8.GetString(plain);
    }

    public byte[]? SealOrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : Seal(text.Trim());

    public string? OpenOrNull(byte[]? cipher) => cipher is null ? null : Open(cipher);

    /// <summary>The same contact always gives the same index; without the key nobody can try numbers against it.</summary>
    public string Index(string contact) => Convert.ToBase64String(HMACSHA256.HashData(_indexKey, Encoding.UTF8.GetBytes(contact)), 0, 18);

    private static byte[] LoadOrCreate(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        if (!File.Exists(file))
        {
            var temporary = $"{file}.{Guid.NewGuid():N}";
            var mode = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) mode.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var stream = new FileStream(temporary, mode))
            {
                stream.Write(RandomNumberGenerator.GetBytes(32));
                stream.Flush(flushToDisk: true);
            }
            try { File.Move(temporary, file, overwrite: false); }
            catch (IOException) when (File.Exists(file)) { File.Delete(temporary); } // another process was first
        }
        var key = File.ReadAllBytes(file);
        return key.Length == 32 ? key : throw new InvalidOperationException($"The key file {file} is damaged: it must hold 32 bytes.");
    }
}
