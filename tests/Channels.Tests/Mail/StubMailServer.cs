using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Hotline.Channels.Mail;

namespace Hotline.Channels.Tests.Mail;

/// <summary>
/// A mail server on this machine that says what the test tells it to. What the test leaves open it answers as a server does.
/// </summary>
internal abstract class StubMailServer : IAsyncDisposable
{
    /// <summary>As an answer: the connection ends here.</summary>
    public const string HangUp = "\0hang up";

    /// <summary>As an answer: nothing is said, the connection stays.</summary>
    public const string Silence = "\0silence";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly Task _work;

    protected StubMailServer(Func<string, string?>? says)
    {
        Says = says ?? (_ => null);
        _listener.Start();
        _work = Accept();
    }

    public ConcurrentQueue<string> Commands { get; } = [];

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    protected Func<string, string?> Says { get; }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Stop();
        await _work;
        _over.Dispose();
    }

    protected abstract string Greeting { get; }

    /// <summary>The whole answer; null ends the connection.</summary>
    protected abstract Task<string?> Answer(string line, Func<Task<string?>> next, Func<string, Task> say);

    private async Task Accept()
    {
        var talks = new List<Task>();
        try
        {
            while (true) talks.Add(Talk(await _listener.AcceptTcpClientAsync(_over.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(talks);
        }
    }

    private async Task Talk(TcpClient tcp)
    {
        try
        {
            using var _ = tcp;
            var stream = tcp.GetStream();
            async Task Say(string text) => await stream.WriteAsync(Encoding.Latin1.GetBytes(text), _over.Token);
            async Task<string?> Next()
            {
                var line = new List<byte>();
                var one = new byte[1];
                while (await stream.ReadAsync(one, _over.Token) == 1)
                {
                    if (one[0] == '\n') return Encoding.Latin1.GetString([.. line]).TrimEnd('\r');
                    line.Add(one[0]);
                }

                return null;
            }

            for (string? line = ""; line is not null; line = await Next())
            {
                if (line.Length > 0) Commands.Enqueue(line);
                var answer = Says(line) ?? (line.Length == 0 ? Greeting : await Answer(line, Next, Say));
                if (answer is null or HangUp) return;
                if (answer == Silence) await Task.Delay(Timeout.Infinite, _over.Token);
                await Say(answer);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The client has gone, or the test is over.
        }
    }
}

/// <summary>A server that mails are handed to.</summary>
internal sealed class StubSmtp(Func<string, string?>? says = null, string offers = "SIZE 50000000|DSN|8BITMIME|AUTH PLAIN LOGIN") : StubMailServer(says)
{
    public ConcurrentQueue<string> Mails { get; } = [];

    public MailOptions Options => new() { Address = "12345@city.example", Smtp = new SmtpOptions { Host = "127.0.0.1", Port = Port, Security = MailSecurity.None, Timeout = TimeSpan.FromSeconds(2) } };

    protected override string Greeting => "220 stub\r\n";

    protected override async Task<string?> Answer(string line, Func<Task<string?>> next, Func<string, Task> say)
    {
        switch (line.Split(' ', ':')[0].ToUpperInvariant())
        {
            case "EHLO":
                return "250-stub\r\n" + string.Concat(offers.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(o => $"250-{o}\r\n")) + "250 HELP\r\n";
            case "DATA":
                await say("354 go on\r\n");
                var mail = new StringBuilder();
                while (await next() is { } text && text != ".") mail.Append(text.StartsWith('.') ? text[1..] : text).Append("\r\n");
                Mails.Enqueue(mail.ToString());
                return Says(".") ?? "250 2.0.0 queued\r\n";
            case "AUTH": return line.StartsWith("AUTH LOGIN", StringComparison.Ordinal) ? "334 VXNlcm5hbWU6\r\n" : "235 in\r\n";
            case "QUIT": return null;
            default: return "250 ok\r\n";
        }
    }
}

/// <summary>A mailbox that only says what is in it; every command that would change it is refused.</summary>
internal sealed class StubImap(Func<string, string?>? says = null, string capabilities = "IMAP4rev1 AUTH=PLAIN") : StubMailServer(says)
{
    public uint Validity { get; set; } = 7;

    /// <summary>UID to mail.</summary>
    public ConcurrentDictionary<uint, byte[]> Mails { get; } = [];

    /// <summary>Sizes that are not those of the mails.</summary>
    public Dictionary<uint, long> Claims { get; } = [];

    /// <summary>When the mails came, as the server writes it.</summary>
    public Dictionary<uint, string> Dates { get; } = [];

    public MailOptions Options => new()
    {
        Address = "12345@city.example",
        Imap = new ImapOptions { Host = "127.0.0.1", Port = Port, Security = MailSecurity.None, User = "hotline \"12345\"", Password = "back\\slash", Timeout = TimeSpan.FromSeconds(2), Every = TimeSpan.FromMilliseconds(50) },
    };

    protected override string Greeting => "* OK stub\r\n";

    protected override async Task<string?> Answer(string line, Func<Task<string?>> next, Func<string, Task> say)
    {
        var (tag, command) = (line.Split(' ')[0], line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        switch (command.Split(' ')[0])
        {
            case "CAPABILITY": return $"* CAPABILITY {capabilities}\r\n{tag} OK\r\n";
            case "AUTHENTICATE":
                await say("+ \r\n");
                Commands.Enqueue(await next() ?? "");
                return $"{tag} OK\r\n";
            case "LOGIN" or "NOOP" or "ID": return $"{tag} OK\r\n";
            case "EXAMINE": return $"* {Mails.Count} EXISTS\r\n* OK [UIDVALIDITY {Validity}] ok\r\n* OK [UIDNEXT {Mails.Keys.DefaultIfEmpty().Max() + 1}] ok\r\n{tag} OK [READ-ONLY] done\r\n";
            case "UID" when command.Contains(" BEFORE ", StringComparison.Ordinal): return $"* SEARCH {string.Join(' ', Dates.Keys)}\r\n{tag} OK\r\n";
            case "UID" when command.StartsWith("UID SEARCH", StringComparison.Ordinal): return $"* SEARCH {string.Join(' ', Mails.Keys.Where(k => k > 1))}\r\n{tag} OK\r\n";
            case "UID":
                var words = command.Split(' ')[2];
                if (words.EndsWith(":*", StringComparison.Ordinal))
                {
                    var first = uint.Parse(words[..^2], CultureInfo.InvariantCulture);
                    // n:* always names the last one, too.
                    var seen = Mails.Keys.Where(k => k >= first || k == Mails.Keys.Max()).Order().ToList();
                    return string.Concat(seen.Select((k, i) => $"* {i + 1} FETCH (UID {k} RFC822.SIZE {Claims.GetValueOrDefault(k, Mails[k].Length)})\r\n")) + $"{tag} OK\r\n";
                }

                if (command.Contains("INTERNALDATE", StringComparison.Ordinal))
                {
                    var range = words.Split(':').Select(w => uint.Parse(w, CultureInfo.InvariantCulture)).ToArray();
                    return string.Concat(Mails.Where(m => m.Key >= range[0] && m.Key <= range[1]).Select(m => $"* {m.Key} FETCH (UID {m.Key}{(Dates.TryGetValue(m.Key, out var date) && date.Length > 0 ? $" INTERNALDATE \"{date}\"" : "")} RFC822.SIZE {m.Value.Length})\r\n")) + $"{tag} OK\r\n";
                }

                var uid = uint.Parse(words, CultureInfo.InvariantCulture);
                if (!Mails.TryGetValue(uid, out var mail)) return $"{tag} OK\r\n";
                if (command.Contains("RFC822.SIZE", StringComparison.Ordinal)) return $"* 1 FETCH (UID {uid} RFC822.SIZE {mail.Length})\r\n{tag} OK\r\n";
                var part = command.Split("<0.") is [_, var most] ? mail[..Math.Min(mail.Length, int.Parse(most.Split('>')[0], CultureInfo.InvariantCulture))] : mail;
                // A flag that changed in the meantime is told in between, without the mail.
                return $"* 1 FETCH (UID {uid} FLAGS (\\Seen))\r\n* 1 FETCH (UID {uid} BODY[]{(part.Length < mail.Length ? "<0>" : "")} {{{part.Length}}}\r\n{Encoding.Latin1.GetString(part)})\r\n{tag} OK\r\n";
            case "IDLE":
                await say("+ idling\r\n");
                return null;
            default: return $"{tag} NO this mailbox is only read\r\n";
        }
    }
}
