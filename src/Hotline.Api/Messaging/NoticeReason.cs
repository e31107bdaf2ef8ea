namespace Hotline.Api.Messaging;

/// <summary>Why a notice has not gone out, as it is stored: a code of the error texts, a space, and what the provider or the configuration says.</summary>
internal static class NoticeReason
{
    public static string Of(string code, string? detail) => $"{code} {detail?.Trim()}".TrimEnd();

    public static (string Code, string Detail) Read(string stored) =>
        stored.IndexOf(' ', StringComparison.Ordinal) is var end and > 0 ? (stored[..end], stored[(end + 1)..]) : (stored, "");
}
