using System.Security.Cryptography;
using System.Text;

namespace Hotline.Channels.SmsGateway;

/// <summary>How a gateway signs. <see cref="None"/>: the template itself is what must be shown, such as a shared key.</summary>
public enum GatewayAlgorithm
{
    None,
    Md5,
    Sha1,
    Sha256,
    Sha512,
    HmacMd5,
    HmacSha1,
    HmacSha256,
    HmacSha512,
}

/// <summary>How the digest is written.</summary>
public enum GatewayDigestForm
{
    Hex,
    HexUpper,
    Base64,
}

/// <summary>A signature over a template.</summary>
public sealed class GatewaySignatureOptions
{
    public GatewayAlgorithm Algorithm { get; set; }

    /// <summary>The key of an HMAC, such as <c>{secret.appKey}</c>; unused otherwise.</summary>
    public string Key { get; set; } = "";

    /// <summary>What is signed, such as <c>{secret.appId}{timestamp}{body}</c>. Empty: nothing is signed.</summary>
    public string Template { get; set; } = "";

    public GatewayDigestForm Form { get; set; }

    internal bool IsHmac => Algorithm >= GatewayAlgorithm.HmacMd5;

    internal string Compute(Func<string, string?> values, Encoding charset)
    {
        var text = GatewayTemplate.Fill(Template, values, charset);
        if (Algorithm == GatewayAlgorithm.None)
        {
            return text;
        }

        var bytes = charset.GetBytes(text);
        var key = charset.GetBytes(GatewayTemplate.Fill(Key, values, charset));
#pragma warning disable CA5350, CA5351 // what the provider asks for; the transport is HTTPS
        var digest = Algorithm switch
        {
            GatewayAlgorithm.Md5 => MD5.HashData(bytes),
            GatewayAlgorithm.Sha1 => SHA1.HashData(bytes),
            GatewayAlgorithm.Sha256 => SHA256.HashData(bytes),
            GatewayAlgorithm.Sha512 => SHA512.HashData(bytes),
            GatewayAlgorithm.HmacMd5 => HMACMD5.HashData(key, bytes),
            GatewayAlgorithm.HmacSha1 => HMACSHA1.HashData(key, bytes),
            GatewayAlgorithm.HmacSha256 => HMACSHA256.HashData(key, bytes),
            _ => HMACSHA512.HashData(key, bytes),
        };
#pragma warning restore CA5350, CA5351
        return Form switch
        {
            GatewayDigestForm.Hex => Convert.ToHexStringLower(digest),
            GatewayDigestForm.HexUpper => Convert.ToHexString(digest),
            _ => Convert.ToBase64String(digest),
        };
    }

    /// <summary>In constant time; the case of a hexadecimal digest does not matter.</summary>
    internal bool IsShown(string? given, Func<string, string?> values, Encoding charset)
    {
        var expected = Compute(values, charset);
        if (string.IsNullOrEmpty(given) || expected.Length == 0)
        {
            return false;
        }

        if (Algorithm != GatewayAlgorithm.None && Form != GatewayDigestForm.Base64)
        {
            (given, expected) = (given.ToUpperInvariant(), expected.ToUpperInvariant());
        }

        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));
    }
}
