using System.Text.RegularExpressions;

namespace Hotline.Channels.Mail;

/// <summary>Servers' words for staff: they quote the address they speak of, and staff need not know whose it is.</summary>
internal static partial class MailWords
{
    private const int Longest = 300;

    public static string WithoutAddresses(string? words) =>
        PlainText.Cut(Address().Replace(PlainText.Clean(words).Replace('\n', ' ').Replace('\t', ' '), "***").Trim(), Longest);

    [GeneratedRegex(@"[^\s<>()\[\]""',;:]+@[^\s<>()\[\]""',;:]+", RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
