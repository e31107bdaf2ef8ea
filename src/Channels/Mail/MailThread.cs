using System.Globalization;
using System.Text.RegularExpressions;

namespace Hotline.Channels.Mail;

/// <summary>
/// Which conversation a mail goes on with: by the ids of our own mails it answers, by the address it was sent to, by the mark in
/// its subject. All three are only hints: anybody can write them.
/// </summary>
public sealed partial class MailThread
{
    private readonly string _local;
    private readonly string _domain;

    /// <param name="address">The hotline's own address, such as <c>12345@city.example</c>.</param>
    public MailThread(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var at = address.LastIndexOf('@');
        (_local, _domain) = (address[..Math.Max(at, 0)].ToLowerInvariant(), address[(at + 1)..].ToLowerInvariant());
        Address = $"{_local}@{_domain}";
    }

    /// <summary>The hotline's own address in lower case.</summary>
    public string Address { get; }

    /// <summary>The Message-ID, without brackets, of a mail we send about a conversation; answers to it lead back there.</summary>
    public string MessageIdOf(string number, Guid mail) => $"{number}.{mail:N}.hotline@{_domain}";

    /// <summary>What stands for the number in the id of a mail that belongs to no conversation.</summary>
    internal const string NoConversation = "000000000000";

    /// <summary>The mail that an id of <see cref="MessageIdOf"/> was made for; null when it is none of ours.</summary>
    public Guid? MailOf(string? id) =>
        id is not null && OwnId().Match(id) is { Success: true } match && match.Groups[3].ValueSpan.Equals(_domain, StringComparison.OrdinalIgnoreCase) ? Guid.ParseExact(match.Groups[2].ValueSpan, "N") : null;

    /// <summary>The address whose mail belongs to a conversation: <c>12345+number@city.example</c>.</summary>
    public string AddressOf(string number) => $"{_local}+{number}@{_domain}";

    /// <summary>Numbers of conversations the mail may belong to, the surest hint first, without repetition; empty for a new matter.</summary>
    public IReadOnlyList<string> Numbers(MailMessage mail)
    {
        ArgumentNullException.ThrowIfNull(mail);
        // The newest id of a thread stands last.
        var answered = mail.InReplyTo.Concat(mail.References.Reverse()).Select(NumberOfId);
        var addressed = mail.To.Select(c => NumberOfAddress(c.Address));
        var marked = Tag().Matches(mail.Subject).Select(m => Digits(m.Groups[1].Value));
        return [.. answered.Concat(addressed).Concat(marked).OfType<string>().Distinct().Take(10)];
    }

    /// <summary>Whether an id is one of <see cref="MessageIdOf"/>.</summary>
    public bool IsOwnId(string? id) => id is not null && NumberOfId(id) is not null;

    /// <summary>Whether an address is ours, with or without a number in it.</summary>
    public bool IsOwnAddress(string? address) =>
        address is not null && (address.Equals(Address, StringComparison.OrdinalIgnoreCase) || NumberOfAddress(address) is not null);

    private string? NumberOfId(string id)
    {
        var match = OwnId().Match(id);
        return match.Success && match.Groups[3].ValueSpan.Equals(_domain, StringComparison.OrdinalIgnoreCase) ? match.Groups[1].Value : null;
    }

    private string? NumberOfAddress(string address)
    {
        var match = PlusAddress().Match(address);
        return match.Success && match.Groups[1].ValueSpan.Equals(_local, StringComparison.OrdinalIgnoreCase) && match.Groups[3].ValueSpan.Equals(_domain, StringComparison.OrdinalIgnoreCase)
            ? match.Groups[2].Value : null;
    }

    // People who write Chinese type full-width digits too.
    private static string Digits(string text) => string.Concat(text.Select(c => CharUnicodeInfo.GetDecimalDigitValue(c).ToString(CultureInfo.InvariantCulture)));

    [GeneratedRegex(@"^([0-9]{12,24})\.([0-9a-f]{32})\.hotline@(.+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex OwnId();

    [GeneratedRegex(@"^([^+@]+)\+([0-9]{12,24})@([^@]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex PlusAddress();

    [GeneratedRegex(@"[\[【［]\s*[#＃]?\s*([0-9０-９]{12,24})\s*[\]】］]", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}
