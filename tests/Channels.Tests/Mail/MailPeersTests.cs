using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hotline.Channels.Mail;

namespace Hotline.Channels.Tests.Mail;

/// <summary>
/// Compares the reader with npm's postal-mime and mailparser over the corpus. Runs when they are installed:
/// <c>npm ci</c> in <c>tests/Channels.Tests/Mail/peers</c>.
/// </summary>
public sealed class MailPeersTests
{
    [Fact]
    public async Task Reads_like_at_least_one_of_two_other_readers_or_says_why_not()
    {
        var mails = MailCorpus.All;
        var answers = await Ask(FolderOfPeers(), [.. mails.Select(m => m.Bytes)]);
        answers.Count.ShouldBe(mails.Count);
        var differences = new List<string>();
        var compared = 0;
        foreach (var (mail, answer) in mails.Zip(answers))
        {
            var ours = Seen.Of(MimeReaderTests.Read(mail.Bytes));
            foreach (var (field, of) in Fields)
            {
                string[] theirs = [.. new[] { answer.Postal, answer.Parser }.Where(p => p.Error is null).Select(of)];
                var own = OwnWays.Any(w => w.Field == field && w.Mails.Any(n => mail.Name.StartsWith(n, StringComparison.Ordinal)));
                compared += own ? 0 : 1;
                if (own == theirs.Contains(of(ours))) differences.Add($"{mail.Name}: {field}{(own ? " (said to be our own way)" : "")}: ours {Short(of(ours))}, theirs {string.Join(" | ", theirs.Select(Short))}");
            }
        }

        string.Join('\n', differences).ShouldBeEmpty();
        compared.ShouldBeGreaterThan(600);
    }

    private static readonly (string Why, string Field, string[] Mails)[] OwnWays =
    [
        ("text in a charset that was not named, or wrongly, is read as what it most likely is", "text",
            ["charset not named, GBK", "charset us-ascii, text GBK", "charset utf-8, text GBK", "charset gb2312, text UTF-8"]),
        ("the same for heads", "subject", ["8-bit subject GBK"]),
        ("the same for file names", "files", ["file name short, 8-bit GBK", "file name long, 8-bit GBK"]),
        ("they leave HTML to their callers", "text", ["HTML ", "charset named in the HTML only", "related picture", "alternative with a blank text"]),
        ("a resident's words are shown even where the head or the boundary is missing", "text",
            ["line ends CR only", "text only", "blank lines before the head", "no blank line before the text", "blank line with a space", "boundary never comes", "boundary not named"]),
        ("a head after stray bytes is still a head", "subject", ["line ends CR only", "blank lines before the head"]),
        ("a head after stray bytes is still a head", "from", ["line ends CR only", "blank lines before the head", "byte order mark before the head"]),
        ("an answer needs an address: that of the group's first member, of the sender, or none", "from", ["from a group", "from comments in comments", "no from but a sender"]),
        ("control characters never reach a store, and are no blanks", "subject", ["NUL and bell in the subject"]),
        ("a subject has a limit", "subject", ["subject of 100,000 characters", "encoded word starts 20,000 times"]),
        ("a file always has a name, never a path, never an endless one", "files",
            ["file name short, in a path", "file name long, in a path", "file name with marks, in a path", "file without a name", "file name only dots", "file name of 600", "content type text alone"]),
        ("nesting, parts and text have limits", "text", ["forwarded 40 deep", "25 deep", "300 parts", "text of a million characters"]),
        ("what is nested too deep is one file", "files", ["forwarded 40 deep", "25 deep"]),
        ("another line stands above a forwarded mail", "text", ["forwarded mail"]),
        ("a paragraph that is quoted is one paragraph (RFC 3676)", "text", ["flowed quoted"]),
        ("what machines say to machines is no file of the resident", "files", ["machine delivery report", "machine receipt of reading"]),
    ];

    private static readonly (string Field, Func<Seen, string> Of)[] Fields =
    [
        ("subject", s => Words(s.Subject)), ("from", s => (s.From ?? "").ToLowerInvariant()), ("text", s => Words(s.Text)), ("files", s => string.Join(';', (s.Files ?? []).Select(f => $"{f.Name} {f.Sha256}"))),
    ];

    /// <summary>Line ends and blanks at them are a matter of taste.</summary>
    private static string Words(string? text) => string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Short(string text) => text.Length <= 120 ? $"\"{text}\"" : $"\"{text[..120]}...\"";

    private static async Task<List<Answer>> Ask(string folder, byte[][] mails)
    {
        var start = new ProcessStartInfo("node") { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, StandardInputEncoding = Encoding.ASCII, StandardOutputEncoding = Encoding.UTF8 };
        start.ArgumentList.Add("read.mjs");
        using var node = Process.Start(start)!;
        var output = node.StandardOutput.ReadToEndAsync();
        await node.StandardInput.WriteAsync(string.Join('\n', mails.Select(Convert.ToBase64String)));
        node.StandardInput.Close();
        var lines = await output;
        await node.WaitForExitAsync();
        return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonSerializer.Deserialize<Answer>(l)!)];
    }

    private static string FolderOfPeers()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var peers = Path.Combine(folder.FullName, "Mail", "peers");
            if (Directory.Exists(Path.Combine(peers, "node_modules", "mailparser")) && Directory.Exists(Path.Combine(peers, "node_modules", "postal-mime")))
            {
                return peers;
            }
        }

        Assert.Skip("postal-mime and mailparser are not installed: npm ci in tests/Channels.Tests/Mail/peers");
        throw new InvalidOperationException("Skip does not return.");
    }

    private sealed record Answer(Seen Postal, Seen Parser);

    private sealed record SeenFile(string Name, string Sha256);

    private sealed record Seen(string? Subject, string? From, string? Text, SeenFile[]? Files, string? Error)
    {
        public static Seen Of(MailMessage mail) => new(mail.Subject, mail.From?.Address, mail.Text,
            [.. mail.Attachments.Select(a => new SeenFile(a.FileName, Convert.ToHexStringLower(SHA256.HashData(a.Content.Span.TrimEnd("\r\n"u8)))))], null);
    }
}
