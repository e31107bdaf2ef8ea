using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Hotline.Bench.Servers;
using Hotline.Channels.Mail;
using Spectre.Console;

namespace Hotline.Bench.Channels;

/// <summary>Our reader of mails and npm's postal-mime over the same mails in the same run, one thread each.</summary>
internal static class MimeBench
{
    private const double Seconds = 4;

    private sealed record Figure(double MegabytesPerSecond, double MailsPerSecond, int Files);

    private sealed record Theirs(double Bytes, double Mails, double Seconds, int Files);

    public static async Task<int> Measure(CancellationToken ct)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using var folder = new TemporaryFolder();
        var peers = Repository.At("tests", "Channels.Tests", "Mail", "peers");
        var there = Directory.Exists(Path.Combine(peers, "node_modules", "postal-mime"));
        if (!there) AnsiConsole.WriteLine($"postal-mime is not installed (npm ci in {Path.GetRelativePath(Repository.At(), peers)}); ours alone:");
        var same = true;
        foreach (var (name, mails) in new[] { ("letters", Letters()), ("letters with a photo of 1 MB", Photos()) })
        {
            var ours = Ours(mails);
            var line = string.Create(CultureInfo.InvariantCulture, $"mime, {name}: ours {ours.MegabytesPerSecond:0.0} MB/s, {ours.MailsPerSecond:N0} mails/s");
            if (there)
            {
                var theirs = await Peer(peers, folder.Path, mails, ct);
                same &= theirs.Files == ours.Files;
                line += string.Create(CultureInfo.InvariantCulture, $"; postal-mime {theirs.MegabytesPerSecond:0.0} MB/s, {theirs.MailsPerSecond:N0} mails/s; ours/theirs {ours.MegabytesPerSecond / theirs.MegabytesPerSecond:0.00}; same number of files: {(theirs.Files == ours.Files ? "yes" : "NO")}");
            }
            AnsiConsole.WriteLine(line);
        }
        return same ? 0 : 1;
    }

    private static Figure Ours(List<byte[]> mails)
    {
        Read(mails);   // the first time is the compiler's
        Read(mails);
        var (bytes, count, files, watch) = (0d, 0d, 0, Stopwatch.StartNew());
        while (watch.Elapsed.TotalSeconds < Seconds)
        {
            files = Read(mails);
            bytes += mails.Sum(m => (double)m.Length);
            count += mails.Count;
        }
        return new(bytes / 1e6 / watch.Elapsed.TotalSeconds, count / watch.Elapsed.TotalSeconds, files);
    }

    private static int Read(List<byte[]> mails)
    {
        var files = 0;
        foreach (var mail in mails) files += MimeReader.TryRead(mail, out var read, out _) ? read.Attachments.Count : throw new BenchException("a mail of the bench cannot be read");
        return files;
    }

    private static async Task<Figure> Peer(string peers, string folder, List<byte[]> mails, CancellationToken ct)
    {
        var file = Path.Combine(folder, "mails");
        await File.WriteAllLinesAsync(file, mails.Select(Convert.ToBase64String), ct);
        using var node = Process.Start(new ProcessStartInfo("node", [Repository.At("bench", "Hotline.Bench", "Channels", "postal-mime.mjs"), peers, file, Seconds.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true })
            ?? throw new BenchException("node does not start");
        var said = await node.StandardOutput.ReadToEndAsync(ct);
        await node.WaitForExitAsync(ct);
        var f = node.ExitCode == 0 ? JsonSerializer.Deserialize<Theirs>(said, JsonSerializerOptions.Web)! : throw new BenchException("postal-mime failed");
        return new(f.Bytes / 1e6 / f.Seconds, f.Mails / f.Seconds, f.Files);
    }

    /// <summary>What residents' programs write: GBK and UTF-8, base64 and quoted-printable, plain and beside HTML.</summary>
    private static List<byte[]> Letters()
    {
        var random = new Random(12345);
        var gbk = Encoding.GetEncoding("gb18030");
        return [.. Enumerable.Range(0, 400).Select(i =>
        {
            var text = string.Concat(Enumerable.Range(0, 20 + random.Next(60)).Select(_ => $"桂子路{random.Next(1, 300)}号门前的路灯晚上不亮，请派人来看看。\r\n"));
            var (charset, encoding) = i % 2 == 0 ? ("gb2312", gbk) : ("utf-8", Encoding.UTF8);
            var head = $"Received: from mx.mail.example by mx.city.example; Mon, 2 Mar 2026 08:30:0{i % 10} +0800\r\nFrom: =?{charset}?B?{Base64(encoding, "林梅")}?= <lin{i}@mail.example>\r\nTo: 12345@city.example\r\nSubject: =?{charset}?B?{Base64(encoding, "路灯不亮")}?=\r\nMessage-ID: <{i}@mail.example>\r\nDate: Mon, 2 Mar 2026 08:30:00 +0800\r\nMIME-Version: 1.0\r\n";
            var plain = $"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: {(i % 3 == 0 ? "quoted-printable" : "base64")}\r\n\r\n{(i % 3 == 0 ? Quoted(encoding.GetBytes(text)) : Convert.ToBase64String(encoding.GetBytes(text), Base64FormattingOptions.InsertLineBreaks))}\r\n";
            if (i % 4 != 0) return Encoding.ASCII.GetBytes(head + plain);
            var html = $"Content-Type: text/html; charset={charset}\r\nContent-Transfer-Encoding: base64\r\n\r\n{Base64(encoding, $"<html><body><p>{text.Replace("\r\n", "<br>", StringComparison.Ordinal)}</p></body></html>")}\r\n";
            return Encoding.ASCII.GetBytes($"{head}Content-Type: multipart/alternative; boundary=\"b{i}\"\r\n\r\n--b{i}\r\n{plain}\r\n--b{i}\r\n{html}\r\n--b{i}--\r\n");
        })];
    }

    private static List<byte[]> Photos()
    {
        var random = new Random(54321);
        return [.. Enumerable.Range(0, 20).Select(i =>
        {
            var photo = new byte[1_000_000];
            random.NextBytes(photo);
            ((byte[])[0xFF, 0xD8, 0xFF, 0xE0]).CopyTo(photo, 0);
            return Encoding.ASCII.GetBytes($"From: lin@mail.example\r\nTo: 12345@city.example\r\nSubject: photo\r\nMessage-ID: <p{i}@mail.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nsee the photo\r\n--b\r\nContent-Type: image/jpeg; name=photo.jpg\r\nContent-Disposition: attachment; filename=photo.jpg\r\nContent-Transfer-Encoding: base64\r\n\r\n{Convert.ToBase64String(photo, Base64FormattingOptions.InsertLineBreaks)}\r\n--b--\r\n");
        })];
    }

    private static string Base64(Encoding encoding, string text) => Convert.ToBase64String(encoding.GetBytes(text), text.Length > 30 ? Base64FormattingOptions.InsertLineBreaks : Base64FormattingOptions.None);

    private static string Quoted(byte[] bytes)
    {
        var (text, column) = (new StringBuilder(), 0);
        foreach (var b in bytes)
        {
            var piece = b is (byte)'\r' or (byte)'\n' || (b is > 32 and < 127 && b != '=') ? ((char)b).ToString() : $"={b:X2}";
            if (b == '\n') column = 0;
            else if (column + piece.Length > 74) { text.Append("=\r\n"); column = 0; }
            text.Append(piece);
            column += piece.Length;
        }
        return text.ToString();
    }
}
