using System.Diagnostics.CodeAnalysis;

namespace Hotline.Channels.Mastodon;

/// <summary>Where an answer goes: under which status, to whom, and who else may read it.</summary>
/// <param name="StatusId">The status that is answered.</param>
/// <param name="Visibility"><c>public</c>, <c>unlisted</c>, <c>private</c> (followers) or <c>direct</c> (those named alone).</param>
/// <param name="Acct">The writer: <c>user</c>, or <c>user@host</c> of another server.</param>
internal sealed record MastodonAddress(string StatusId, string Visibility, string Acct)
{
    public const string Direct = "direct";
    private const string Scheme = "mastodon";

    private static readonly string[] Visibilities = ["public", "unlisted", "private", Direct];

    public bool IsPublic => Visibility != Direct;

    /// <summary>False for anything that is not the text of such an address.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out MastodonAddress? address)
    {
        var parts = text.Split(':');
        address = parts is [Scheme, var status, var visibility, var acct] && IsId(status) && Visibilities.Contains(visibility) && IsAcct(acct)
            ? new(status, visibility, acct) : null;
        return address is not null;
    }

    public override string ToString() => $"{Scheme}:{StatusId}:{Visibility}:{Acct}";

    /// <summary>Identities are digits at Mastodon and letters too at its kin; nothing that could change an address they stand in.</summary>
    public static bool IsId(string? text) => text is { Length: > 0 and <= 64 } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    public static bool IsAcct(string? text) =>
        text is { Length: > 0 and <= 320 } && text.Split('@') is { Length: 1 or 2 } parts && parts.All(p => p.Length > 0 && p.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.'));
}
