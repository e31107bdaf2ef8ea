using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Hotline.Channels.Mail.Imap;

/// <summary>The folder as it was when it was opened.</summary>
internal sealed record ImapPlace(uint UidValidity, uint UidNext);

/// <summary>What the server says at once: a line, and the literals in it, whose places keep their <c>{length}</c>.</summary>
internal sealed record ImapResponse(string Text, IReadOnlyList<byte[]> Literals)
{
    public bool IsUntagged => Text.StartsWith("* ", StringComparison.Ordinal);
}

/// <summary>The few commands of IMAP4rev1 that reading a mailbox needs.</summary>
internal sealed partial class ImapSession : IAsyncDisposable
{
    /// <summary>Literals that are no mail: names of folders, subjects in envelopes nobody asked for.</summary>
    private const int LargestOther = 1024 * 1024;

    /// <summary>Mails looked at in one go; the rest comes in the next.</summary>
    private const int MostAtOnce = 500;

    private readonly MailConnection _wire;
    private readonly ImapOptions _options;
    private readonly TimeProvider _clock;
    private HashSet<string> _capabilities = [];
    private int _tag;

    private ImapSession(MailConnection wire, ImapOptions options, TimeProvider clock) => (_wire, _options, _clock) = (wire, options, clock);

    /// <exception cref="MailServerException">No connection, no TLS, or the account is refused.</exception>
    public static async Task<ImapSession> Open(ImapOptions options, TimeProvider clock, CancellationToken ct)
    {
        var wire = await MailConnection.Open(options, clock, ct);
        var session = new ImapSession(wire, options, clock);
        try
        {
            await session.Greet(ct);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens the folder for reading only: the server then sets no flag.</summary>
    public async Task<ImapPlace> Examine(string folder, CancellationToken ct)
    {
        var said = await Command($"EXAMINE {Quote(folder)}", ct);
        var validity = said.Select(r => Validity().Match(r.Text)).FirstOrDefault(m => m.Success);
        var next = said.Select(r => Next().Match(r.Text)).FirstOrDefault(m => m.Success);
        return validity is not null && uint.TryParse(validity.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var number) && number > 0
            ? new ImapPlace(number, next is not null && uint.TryParse(next.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var uid) ? uid : 0)
            : throw new MailServerException("mail.broken", "the server gives the folder no UIDVALIDITY");
    }

    /// <summary>The UID before the first mail that came on or after a day.</summary>
    public async Task<uint> LastBefore(DateOnly day, ImapPlace place, CancellationToken ct)
    {
        var uids = await Search($"SINCE {Day(day)}", ct);
        return uids.Count > 0 ? uids.Min() - 1 : place.UidNext > 0 ? place.UidNext - 1 : 0;
    }

    /// <summary>Mails with a UID above the given one and their sizes, the oldest first.</summary>
    public Task<IReadOnlyList<(uint Uid, long Size)>> After(uint last, CancellationToken ct) =>
        last == uint.MaxValue ? Task.FromResult<IReadOnlyList<(uint, long)>>([]) : Sizes($"{(last + 1).ToString(CultureInfo.InvariantCulture)}:*", last, ct);

    /// <summary>A mail's size; null when it is gone.</summary>
    public async Task<long?> SizeOf(uint uid, CancellationToken ct) =>
        (await Sizes(uid.ToString(CultureInfo.InvariantCulture), uid - 1, ct)).Where(m => m.Uid == uid).Select(m => (long?)m.Size).FirstOrDefault();

    /// <summary>Mails that the server received from a moment until before another, and their sizes.</summary>
    /// <param name="since">By the server's clock.</param>
    /// <param name="until">Exclusive.</param>
    /// <param name="from">Days before it, as the server wrote them down, do not count.</param>
    /// <param name="ct">Cancels the question.</param>
    public async Task<IReadOnlyList<(uint Uid, long Size)>> Between(DateTimeOffset since, DateTimeOffset until, DateOnly? from, CancellationToken ct)
    {
        // A server searches by the day it wrote down, in whatever zone: a day more on each side holds all of them.
        var days = await Search($"SINCE {Day(DateOnly.FromDateTime(since.UtcDateTime).AddDays(-1))} BEFORE {Day(DateOnly.FromDateTime(until.UtcDateTime).AddDays(2))}", ct);
        if (days.Count == 0)
        {
            return [];
        }

        var found = new List<(uint, long)>();
        var range = string.Create(CultureInfo.InvariantCulture, $"{days.Min()}:{days.Max()}");
        await foreach (var said in Run($"UID FETCH {range} (UID INTERNALDATE RFC822.SIZE)", LargestOther, ct))
        {
            if (!IsFetch(said.Text) || UidOf(said.Text) is not { } uid || SizeOf(said.Text) is not { } size || DateIn().Match(said.Text) is not { Success: true } date
                || !DateTimeOffset.TryParseExact(date.Groups[1].Value.Trim(), "d-MMM-yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) || !days.Remove(uid))
            {
                continue;
            }

            if (at >= since && at < until && !(DateOnly.FromDateTime(at.DateTime) < from))
            {
                found.Add((uid, size));
            }
        }

        found.Sort();
        return days.Count == 0 ? found : throw new MailServerException("mail.broken", "the server does not say of each mail when it came");
    }

    /// <summary>A mail's bytes without setting \Seen; null when it is gone.</summary>
    public async Task<byte[]?> Body(uint uid, int? most, CancellationToken ct)
    {
        var number = uid.ToString(CultureInfo.InvariantCulture);
        byte[]? found = null;
        await foreach (var said in Run($"UID FETCH {number} (UID BODY.PEEK[]{(most is { } m ? $"<0.{m.ToString(CultureInfo.InvariantCulture)}>" : "")})", MimeReader.LargestMail, ct))
        {
            if (!IsFetch(said.Text) || UidOf(said.Text) != uid || BodyIn().Match(said.Text) is not { Success: true } body)
            {
                continue;
            }

            // Which of the literals it is: the one whose place follows the name.
            found = body.Groups[1].ValueSpan is ['{', ..] ? said.Literals[LiteralAt().Count(said.Text[..body.Groups[1].Index])]
                : body.Groups[1].ValueSpan is ['"', ..] ? Encoding.Latin1.GetBytes(Unquote(body.Groups[1].Value)) : [];
        }

        return found;
    }

    /// <summary>Until the server tells of something new, at most so long.</summary>
    public async Task Wait(TimeSpan atMost, CancellationToken ct)
    {
        if (!_capabilities.Contains("IDLE"))
        {
            await Task.Delay(atMost, _clock, ct);
            await Command("NOOP", ct);
            return;
        }

        var tag = await Say("IDLE", ct);
        while (await Read(LargestOther, null, ct) is var said && !said.Text.StartsWith('+'))
        {
            Check(said, tag);
        }

        // The read is not broken off when the time is up: what has begun to arrive under TLS would be lost.
        var over = Task.Delay(atMost, _clock, ct);
        var line = Read(LargestOther, atMost + _options.Timeout, ct);
        while (await Task.WhenAny(line, over) == line)
        {
            var said = await line;
            Check(said, null);
            line = Read(LargestOther, atMost + _options.Timeout, ct);
            if (NewsIn().IsMatch(said.Text))
            {
                break;
            }
        }

        ct.ThrowIfCancellationRequested();
        await _wire.Write("DONE\r\n", ct);
        while (!Check(await line, tag))
        {
            line = Read(LargestOther, null, ct);
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _wire.DisposeAsync();

    private async Task Greet(CancellationToken ct)
    {
        var greeting = await Read(LargestOther, null, ct);
        if (!greeting.Text.StartsWith("* OK", StringComparison.OrdinalIgnoreCase) && !greeting.Text.StartsWith("* PREAUTH", StringComparison.OrdinalIgnoreCase))
        {
            throw new MailServerException("mail.refused", "the server does not take the connection");
        }

        if (_options.Security == MailSecurity.StartTls)
        {
            // Signed in before TLS: whoever sits between could have written that.
            if (!greeting.Text.StartsWith("* OK", StringComparison.OrdinalIgnoreCase))
            {
                throw new MailServerException("mail.tls", "the server is signed in before TLS");
            }

            await Command("STARTTLS", ct);
            await _wire.StartTls(ct);
        }

        await ReadCapabilities(ct);
        if (!greeting.Text.StartsWith("* PREAUTH", StringComparison.OrdinalIgnoreCase))
        {
            await SignIn(ct);
            await ReadCapabilities(ct);
        }

        if (_capabilities.Contains("ID"))
        {
            // Some hosted mailboxes open no folder for a program without a name.
            await Command("ID (\"name\" \"Hotline\" \"version\" \"1.0\" \"vendor\" \"Hotline\")", ct);
        }
    }

    private async Task ReadCapabilities(CancellationToken ct)
    {
        var said = await Command("CAPABILITY", ct);
        _capabilities = said.Where(r => r.Text.StartsWith("* CAPABILITY ", StringComparison.OrdinalIgnoreCase))
            .SelectMany(r => r.Text[13..].Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    private async Task SignIn(CancellationToken ct)
    {
        var (user, password) = (_options.User!, _options.Password!);
        try
        {
            if (_capabilities.Contains("AUTH=PLAIN"))
            {
                var tag = await Say("AUTHENTICATE PLAIN", ct);
                while (await Read(LargestOther, null, ct) is var said && !said.Text.StartsWith('+'))
                {
                    Check(said, tag);
                }

                await _wire.Write(Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{user}\0{password}")) + "\r\n", ct);
                while (!Check(await Read(LargestOther, null, ct), tag))
                {
                }
            }
            else if (!_capabilities.Contains("LOGINDISABLED"))
            {
                await Command($"LOGIN {Quote(user)} {Quote(password)}", ct);
            }
            else
            {
                throw new MailServerException("mail.sign_in_refused", "the server offers no way to sign in with a password");
            }
        }
        catch (MailServerException e) when (e.Code == "mail.refused")
        {
            // The server's words may repeat the name of the account.
            throw new MailServerException("mail.sign_in_refused", "the account or its password is refused", e);
        }
    }

    /// <summary>A command whose answers fit in memory.</summary>
    private async Task<List<ImapResponse>> Command(string command, CancellationToken ct)
    {
        var said = new List<ImapResponse>();
        await foreach (var response in Run(command, LargestOther, ct))
        {
            if (said.Count < 1_000)
            {
                said.Add(response);
            }
        }

        return said;
    }

    private async Task<HashSet<uint>> Search(string terms, CancellationToken ct)
    {
        var said = await Command($"UID SEARCH {terms}", ct);
        return [.. said.Where(r => r.Text.StartsWith("* SEARCH", StringComparison.OrdinalIgnoreCase)).SelectMany(r => Numbers(r.Text[8..]))];
    }

    /// <summary>At most <see cref="MostAtOnce"/> of a range, the oldest.</summary>
    private async Task<IReadOnlyList<(uint Uid, long Size)>> Sizes(string range, uint above, CancellationToken ct)
    {
        var fresh = new SortedDictionary<uint, long>();
        await foreach (var said in Run($"UID FETCH {range} (UID RFC822.SIZE)", LargestOther, ct))
        {
            // The last mail is always within n:*, however large n is.
            if (IsFetch(said.Text) && UidOf(said.Text) is { } uid && uid > above && SizeOf(said.Text) is { } bytes)
            {
                fresh[uid] = bytes;
                if (fresh.Count > MostAtOnce)
                {
                    fresh.Remove(fresh.Keys.Last());
                }
            }
        }

        return [.. fresh.Select(f => (f.Key, f.Value))];
    }

    private async IAsyncEnumerable<ImapResponse> Run(string command, int largestLiteral, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var tag = await Say(command, ct);
        while (true)
        {
            var said = await Read(largestLiteral, null, ct);
            if (Check(said, tag))
            {
                // Codes such as UIDVALIDITY may stand in the last line too.
                yield return said;
                yield break;
            }

            yield return said;
        }
    }

    private async Task<string> Say(string command, CancellationToken ct)
    {
        var tag = string.Create(CultureInfo.InvariantCulture, $"h{++_tag}");
        await _wire.Write($"{tag} {command}\r\n", ct);
        return tag;
    }

    /// <summary>True for the line that ends a command well.</summary>
    private static bool Check(ImapResponse said, string? tag)
    {
        if (said.Text.StartsWith("* BYE", StringComparison.OrdinalIgnoreCase))
        {
            throw new MailServerException("mail.cut_off", "the server says good-bye");
        }

        if (said.IsUntagged)
        {
            return false;
        }

        if (tag is null || !said.Text.StartsWith(tag + " ", StringComparison.Ordinal))
        {
            return said.Text.StartsWith('+') ? false : throw new MailServerException("mail.broken", "the server answers what was not asked");
        }

        var answer = said.Text[(tag.Length + 1)..];
        return answer.StartsWith("OK", StringComparison.OrdinalIgnoreCase) ? true
            : throw new MailServerException("mail.refused", $"the server answers {MailWords.WithoutAddresses(answer)}");
    }

    private async Task<ImapResponse> Read(int largestLiteral, TimeSpan? silence, CancellationToken ct)
    {
        var line = await _wire.ReadLine(silence, ct);
        // Words for people may end in anything.
        if (!line.StartsWith("* ", StringComparison.Ordinal) || Words().IsMatch(line))
        {
            return new ImapResponse(line, []);
        }

        var text = new StringBuilder();
        var literals = new List<byte[]>();
        while (LiteralAtEnd().Match(line) is { Success: true } announced)
        {
            if (!int.TryParse(announced.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var length) || length > largestLiteral)
            {
                throw new MailServerException("mail.too_large", "the server sends more than it said, or than is read");
            }

            if (literals.Count == 20)
            {
                throw new MailServerException("mail.broken", "the server sends too many pieces");
            }

            text.Append(line);
            literals.Add(await _wire.ReadBytes(length, ct));
            line = await _wire.ReadLine(null, ct);
        }

        return new ImapResponse(text.Append(line).ToString(), literals);
    }

    /// <summary>A quoted string. UTF-8 goes through byte for byte; names and passwords have no control characters.</summary>
    private static string Quote(string text) =>
        $"\"{Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text)).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string Unquote(string quoted) => Escaped().Replace(quoted[1..^1], "$1");

    private static bool IsFetch(string text) => FetchIn().IsMatch(text);

    private static uint? UidOf(string text) => UidIn().Match(text) is { Success: true } m && uint.TryParse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var uid) ? uid : null;

    private static long? SizeOf(string text) => SizeIn().Match(text) is { Success: true } m && long.TryParse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var size) ? size : null;

    private static string Day(DateOnly day) => day.ToString("d-MMM-yyyy", CultureInfo.InvariantCulture);

    private static IEnumerable<uint> Numbers(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => uint.TryParse(w, CultureInfo.InvariantCulture, out var n) ? n : 0).Where(n => n > 0);

    [GeneratedRegex(@"\[UIDVALIDITY ([0-9]{1,10})\]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Validity();

    [GeneratedRegex(@"\[UIDNEXT ([0-9]{1,10})\]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Next();

    [GeneratedRegex(@"^\* [0-9]{1,10} FETCH \(", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FetchIn();

    [GeneratedRegex(@"[( ]UID ([0-9]{1,10})(?=[ )])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex UidIn();

    [GeneratedRegex(@"[( ]RFC822\.SIZE ([0-9]{1,18})(?=[ )])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SizeIn();

    [GeneratedRegex(@"[( ]INTERNALDATE ""([^""]{1,40})""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DateIn();

    [GeneratedRegex(@"[( ]BODY\[\](?:<[0-9]{1,10}>)? (~?\{[0-9]+\}|""(?:[^""\\]|\\.)*""|NIL)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex BodyIn();

    [GeneratedRegex(@"\{([0-9]{1,18})\+?\}\z", RegexOptions.CultureInvariant)]
    private static partial Regex LiteralAtEnd();

    [GeneratedRegex(@"\{[0-9]+\+?\}", RegexOptions.CultureInvariant)]
    private static partial Regex LiteralAt();

    [GeneratedRegex(@"^\* (OK|NO|BAD|BYE|PREAUTH)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Words();

    [GeneratedRegex(@"^\* [0-9]{1,10} (EXISTS|RECENT)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NewsIn();

    [GeneratedRegex(@"\\(.)", RegexOptions.CultureInvariant)]
    private static partial Regex Escaped();
}
