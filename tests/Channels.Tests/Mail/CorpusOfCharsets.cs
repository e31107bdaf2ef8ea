using Hotline.Channels.Mail;
using static Hotline.Channels.Tests.Mail.Write;

namespace Hotline.Channels.Tests.Mail;

/// <summary>Each charset in subject, text and file name, in each encoding, whole and split.</summary>
internal static class CorpusOfCharsets
{
    private const string Simple = "桂子路路灯不亮，请派人查看。";
    private const string Traditional = "桂子路路燈不亮，請派人查看。";
    private const string Western = "Straße defekt: Müll für Häuser";

    public static IEnumerable<MailCase> All() => [.. Subjects(), .. Bodies(), .. FileNames()];

    private static string Words(string charset) => charset switch
    {
        "big5" => Traditional,
        "iso-8859-1" or "iso-8859-15" or "windows-1252" => Western,
        "gb18030" => "𠮷路" + Simple,     // a rare hanzi of four bytes
        "utf-8" => Simple + "😀",
        _ => Simple,
    };

    private static IEnumerable<MailCase> Subjects()
    {
        foreach (var charset in new[] { "gb2312", "gbk", "gb18030", "big5", "utf-8", "iso-8859-1" })
        {
            var words = Words(charset);
            var bytes = In(charset, words);
            foreach (var encoding in new[] { "B", "Q" })
            {
                string Word(byte[] piece) => $"=?{charset}?{encoding}?{(encoding == "B" ? B(piece) : Q(piece))}?=";
                var cut = bytes.Length / 2;
                while (charset != "iso-8859-1" && In(charset, words[..words.IndexOf('路', StringComparison.Ordinal)]).Length is var head && cut <= head)
                {
                    cut++;
                }

                yield return new($"subject {charset} {encoding} whole", Letter($"Subject: {Word(bytes)}", "x")) { Subject = words };
                yield return new($"subject {charset} {encoding} split anywhere", Letter($"Subject: {Word(bytes[..cut])}\n {Word(bytes[cut..])}", "x")) { Subject = words };
                yield return new($"subject {charset} {encoding} byte by byte", Letter($"Subject: {string.Join("\n ", bytes.Chunk(5).Select(Word))}", "x")) { Subject = words };
            }
        }
    }

    private static IEnumerable<MailCase> Bodies()
    {
        foreach (var charset in new[] { "gb2312", "gbk", "gb18030", "big5", "utf-8", "iso-8859-1", "iso-8859-15", "windows-1252" })
        {
            foreach (var ending in new[] { "\r\n", "\n" })
            {
                var words = Words(charset) + ending + "2nd";
                var bytes = In(charset, words);
                var shown = ending == "\n" ? "LF" : "CRLF";
                foreach (var (encoding, body) in new[] { ("8bit", bytes), ("base64", Latin(Base64Lines(bytes))), ("quoted-printable", Latin(QuotedPrintable(bytes))) })
                {
                    yield return new($"body {charset} {encoding} {shown}", Letter($"Subject: s\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {encoding}", body)) { Text = words.ReplaceLineEndings("\n") };
                }
            }
        }

        foreach (var label in new[] { "\"UTF-8\"", "utf8", "UTF8 ", "GBK", "x-gbk", "cp936", "GB_2312-80", "euc-cn", "big5-hkscs", "'gb18030'" })
        {
            var name = label.Trim('"', '\'', ' ').ToLowerInvariant();
            var charset = name.StartsWith("utf", StringComparison.Ordinal) ? "utf-8" : name.StartsWith("big", StringComparison.Ordinal) ? "big5" : "gb18030";
            yield return new($"charset written {label}", Letter($"Subject: s\nContent-Type: text/plain; charset={label}\nContent-Transfer-Encoding: base64", Latin(Base64Lines(In(charset, charset == "big5" ? Traditional : Simple)))))
            { Text = charset == "big5" ? Traditional : Simple };
        }

        yield return new("charset not named, UTF-8", Letter("Subject: s\nContent-Type: text/plain", In("utf-8", Simple))) { Text = Simple, Fault = MailFaults.CharsetGuessed };
        yield return new("charset not named, GBK", Letter("Subject: s\nContent-Type: text/plain", In("gbk", Simple))) { Text = Simple };
        yield return new("charset us-ascii, text GBK", Letter("Subject: s\nContent-Type: text/plain; charset=us-ascii", In("gbk", Simple))) { Text = Simple };
        yield return new("charset utf-8, text GBK", Letter("Subject: s\nContent-Type: text/plain; charset=utf-8", In("gbk", Simple))) { Text = Simple };
        yield return new("charset gb2312, text UTF-8", Letter("Subject: s\nContent-Type: text/plain; charset=gb2312", In("utf-8", "请修路灯🔧"))) { Says = "请修路灯" };
        yield return new("charset unknown", Letter("Subject: s\nContent-Type: text/plain; charset=x-none-such", In("utf-8", Simple))) { Text = Simple, Fault = MailFaults.CharsetGuessed };
        yield return new("charset 500 characters long", Letter($"Subject: s\nContent-Type: text/plain; charset={new string('a', 500)}", In("utf-8", Simple))) { Text = Simple };
        yield return new("charset UTF-7 with a script", Letter("Subject: s\nContent-Type: text/plain; charset=utf-7", "+ADw-script+AD4-")) { Text = "+ADw-script+AD4-", Fault = MailFaults.CharsetRefused };
        yield return new("charset UTF-7 in the subject", Letter("Subject: =?utf-7?Q?+ADw-b+AD4-?=", "x")) { Subject = "+ADw-b+AD4-", Fault = MailFaults.CharsetRefused };
        yield return new("charset named in the HTML only", Letter("Subject: s\nContent-Type: text/html", In("gbk", "<meta charset=\"gbk\"><p>" + Simple))) { Text = Simple };
    }

    private static IEnumerable<MailCase> FileNames()
    {
        foreach (var name in new[] { "现场照片.txt", "关于桂子路路灯长期不亮影响居民夜间出行安全的情况说明及现场照片汇总材料第一部分.txt", "a b (1);v=2.txt" })
        {
            byte[] utf = In("utf-8", name), gbk = In("gbk", name);
            var shown = name.Length > 30 ? "long" : name[0] == 'a' ? "with marks" : "short";
            string Pieces(byte[] bytes, string charset) => string.Join("", bytes.Chunk(12).Select((c, i) => $";\n filename*{i}*={(i == 0 ? charset + "''" : "")}{Percent(c)}"));
            var ways = new (string Way, byte[] Disposition)[]
            {
                ("RFC 2231 UTF-8", Latin($"attachment; filename*=UTF-8''{Percent(utf)}")),
                ("RFC 2231 GBK", Latin($"attachment; filename*=gbk'zh-cn'{Percent(gbk)}")),
                ("RFC 2231 in pieces", Latin($"attachment{Pieces(utf, "utf-8")}")),
                ("RFC 2231 GBK in pieces", Latin($"attachment{Pieces(gbk, "gb18030")}")),
                ("RFC 2231 beside a plain name", Latin($"attachment; filename=\"x.txt\"; filename*=UTF-8''{Percent(utf)}")),
                ("RFC 2231 charset empty", Latin($"attachment; filename*=''{Percent(utf)}")),
                ("encoded word UTF-8", Latin($"attachment; filename=\"=?UTF-8?B?{B(utf)}?=\"")),
                ("encoded word GBK", Latin($"attachment; filename=\"=?gbk?Q?{Q(gbk)}?=\"")),
                ("encoded word without quotes", Latin($"attachment; filename==?gb2312?B?{B(gbk)}?=")),
                ("8-bit UTF-8", In("utf-8", $"attachment; filename=\"{name}\"")),
                ("8-bit GBK", In("gbk", $"attachment; filename=\"{name}\"")),
                ("in a path", In("utf-8", $"attachment; filename=\"C:\\photos\\{name}\"")),
            };
            foreach (var (way, disposition) in ways)
            {
                var part = Join(Latin("--b\r\nContent-Type: text/plain\r\nContent-Disposition: "), Latin(Lines(System.Text.Encoding.Latin1.GetString(disposition))), Latin("\r\n\r\nfile\r\n--b--\r\n"));
                yield return new($"file name {shown}, {way}", Letter("Subject: s\nContent-Type: multipart/mixed; boundary=b", part)) { Files = [name], Text = "" };
            }
        }
    }
}
