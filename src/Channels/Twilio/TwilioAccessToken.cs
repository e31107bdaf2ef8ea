using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hotline.Channels.Twilio;

/// <summary>
/// The pass with which a browser's telephone (Twilio Voice JavaScript SDK) signs in: a JWT, HS256 with the secret of an API key. It
/// allows one identity to be called, and to call through the account's TwiML application, until it runs out.
/// </summary>
public static class TwilioAccessToken
{
    /// <summary>Twilio refuses passes that live longer.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromHours(24);

    private const int LongestIdentity = 120;

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes a pass.</summary>
    /// <param name="options">The account, with <see cref="TwilioOptions.WhyNoVoice"/> null.</param>
    /// <param name="identity">Who the browser is, 1 to 120 letters, digits and underscores, such as <c>agent_8001</c>; others call <c>client:agent_8001</c>.</param>
    /// <param name="now">When it begins to be valid.</param>
    /// <param name="life">How long it is valid: at least a second, at most <see cref="LongestLife"/>; fractions of seconds are dropped.</param>
    /// <exception cref="ArgumentException">The account is not configured for it, or the identity has other characters.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The life is too short or too long.</exception>
    public static string Create(TwilioOptions options, string identity, DateTimeOffset now, TimeSpan life)
    {
        if (options.WhyNoVoice is { } why)
        {
            throw new ArgumentException(why, nameof(options));
        }

        if (!IsIdentity(identity))
        {
            throw new ArgumentException("An identity has letters, digits and underscores only.", nameof(identity));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(life, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(life, LongestLife);
        var begin = now.ToUnixTimeSeconds();
        var header = new { alg = "HS256", typ = "JWT", cty = "twilio-fpa;v=1" };
        var payload = new
        {
            jti = $"{options.ApiKeySid}-{begin}",
            grants = new { identity, voice = new { incoming = new { allow = true }, outgoing = new { application_sid = options.TwimlAppSid } } },
            iat = begin,
            exp = begin + (long)life.TotalSeconds,
            iss = options.ApiKeySid,
            sub = options.AccountSid,
        };
        var signed = $"{Part(header)}.{Part(payload)}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(options.ApiKeySecret!), Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>True for what Twilio takes as the name of a browser's telephone.</summary>
    public static bool IsIdentity(string identity) => identity.Length is > 0 and <= LongestIdentity && identity.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static string Part<T>(T value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value, Json));
}
