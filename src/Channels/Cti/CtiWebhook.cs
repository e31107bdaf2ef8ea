using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hotline.Channels.Cti;

/// <summary>What the door should do with a request that claims to come from the telephone system.</summary>
public enum CtiVerdict
{
    Genuine,

    /// <summary>No key is configured (503 with the reason).</summary>
    NotConfigured,

    /// <summary>The time or the signature is missing or no such thing (400).</summary>
    SignatureMissing,

    /// <summary>Forged, or the key differs (403).</summary>
    SignatureWrong,

    /// <summary>Signed more than five minutes away from our clock (403).</summary>
    Stale,
}

/// <summary>
/// The check that stands before the door for call events. The signature is the lower-case hexadecimal HMAC-SHA256, under the
/// shared key, of the time header, a full stop and the raw body. A request sent again within the window is known by its event id.
/// </summary>
public static class CtiWebhook
{
    /// <summary>Seconds since 1970 when the request was signed.</summary>
    public const string TimeHeader = "X-Hotline-Timestamp";

    public const string SignatureHeader = "X-Hotline-Signature";

    /// <summary>How far the sender's clock may be away from ours.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>Any input is answered with a verdict.</summary>
    public static CtiVerdict Judge(CtiOptions options, string? timestamp, string? signature, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (options.WhyNotConfigured is not null)
        {
            return CtiVerdict.NotConfigured;
        }

        if (string.IsNullOrEmpty(signature) || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return CtiVerdict.SignatureMissing;
        }

        return !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(Sign(options.Key!, timestamp, body))) ? CtiVerdict.SignatureWrong
            : Math.Abs((decimal)now.ToUnixTimeSeconds() - seconds) > (decimal)Window.TotalSeconds ? CtiVerdict.Stale
            : CtiVerdict.Genuine;
    }

    /// <summary>What the sender puts into <see cref="SignatureHeader"/>.</summary>
    public static string Sign(string key, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(key));
        hmac.AppendData(Encoding.UTF8.GetBytes(timestamp + "."));
        hmac.AppendData(body);
        return Convert.ToHexStringLower(hmac.GetHashAndReset());
    }
}
