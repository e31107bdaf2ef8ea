using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hotline.Api.Messaging.Webhooks;

/// <summary>
/// Signs as the open Standard Webhooks specification says, so that receivers can check with its libraries: HMAC-SHA256 over
/// <c>id.timestamp.body</c>, in base64 after <c>v1,</c>; several signatures stand beside each other while a secret is being changed.
/// </summary>
internal static class WebhookSignature
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";
    private const string Prefix = "whsec_";

    public static string NewSecret() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <param name="secrets">Written as <see cref="NewSecret"/> writes them; the newest first.</param>
    public static string Sign(string id, DateTimeOffset at, string body, IEnumerable<string> secrets)
    {
        var signed = Encoding.UTF8.GetBytes($"{id}.{Timestamp(at)}.{body}");
        return string.Join(' ', secrets.Select(s => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(s[Prefix.Length..]), signed))}"));
    }

    /// <summary>Seconds since 1970.</summary>
    public static string Timestamp(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
