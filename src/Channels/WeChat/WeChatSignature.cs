using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Hotline.Channels.WeChat;

/// <summary>WeChat's signature: SHA-1 over the token and the other words, sorted by their bytes and joined.</summary>
public static class WeChatSignature
{
    /// <summary>Lower-case hexadecimal, 40 characters.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "WeChat's protocol fixes SHA-1.")]
    public static string Compute(params ReadOnlySpan<string> words)
    {
        var sorted = words.ToArray();
        Array.Sort(sorted, StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(string.Concat(sorted))));
    }

    /// <summary>Compares in constant time.</summary>
    public static bool IsValid(string signature, params ReadOnlySpan<string> words) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(signature), Encoding.ASCII.GetBytes(Compute(words)));
}
