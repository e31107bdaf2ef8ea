using System.Text;
using Hotline.Channels.Mail;
using static Hotline.Channels.Tests.Mail.Write;

namespace Hotline.Channels.Tests.Mail;

/// <summary>Heads, parts and encodings that are broken the way programs break them.</summary>
internal static class CorpusOfForms
{
    private const string Mixed = "Subject: s\nContent-Type: multipart/mixed; boundary=\"b\"";

    public static IEnumerable<MailCase> All() => [.. Heads(), .. Addresses(), .. Parts(), .. Encodings(), .. Flowed()];

    private static IEnumerable<MailCase> Heads()
    {
        const string head = "From: lin@mail.example\nSubject: lamp\n\nlight";
        yield return new("line ends LF", Latin(head)) { Subject = "lamp", Text = "light" };
        yield return new("line ends CR only", Latin(head.Replace('\n', '\r'))) { Subject = "lamp", Text = "light" };
        yield return new("line ends CRCRLF", Latin(head.Replace("\n", "\r\r\n", StringComparison.Ordinal))) { Subject = "lamp", Text = "light" };
        yield return new("line ends mixed", Latin("From: lin@mail.example\r\nSubject: lamp\n\r\nlight\rmore\nend")) { Subject = "lamp", Text = "light\nmore\nend" };
        yield return new("nothing at all", []) { Subject = "", Text = "" };
        yield return new("one line end", Latin("\r\n")) { Text = "" };
        yield return new("head only", Latin("From: lin@mail.example\r\nSubject: lamp")) { Subject = "lamp", Text = "" };
        yield return new("text only", Bare("The lamp is broken\nsince Monday")) { Says = "since Monday", Fault = MailFaults.HeaderBroken };
        yield return new("blank lines before the head", Latin("\r\n\r\nFrom: lin@mail.example\r\nSubject: lamp\r\n\r\nlight")) { Subject = "lamp", Text = "light" };
        yield return new("byte order mark before the head", [0xef, 0xbb, 0xbf, .. Latin(head)]) { Subject = "lamp", From = "lin@mail.example", Text = "light" };
        yield return new("mark of an mbox", Bare("From lin@mail.example Mon Mar  2 08:30:00 2026\n" + head)) { Subject = "lamp", Text = "light" };
        yield return new("line without a colon among the fields", Bare("From: lin@mail.example\nnonsense here\nSubject: lamp\n\nlight")) { Subject = "lamp", Text = "light", Fault = MailFaults.HeaderBroken };
        yield return new("no blank line before the text", Bare("From: lin@mail.example\nSubject: lamp\nThe light is out.\nSince Monday.")) { Subject = "lamp", Says = "The light is out.", Fault = MailFaults.HeaderBroken };
        yield return new("blank line with a space", Bare("From: lin@mail.example\nSubject: lamp\n \nlight is out")) { Subject = "lamp", Text = "light is out" };
        yield return new("space before the colon", Bare("From : lin@mail.example\nSubject : lamp\n\nlight")) { Subject = "lamp", Text = "light" };
        yield return new("names in capitals", Bare("FROM: lin@mail.example\nSUBJECT: lamp\nCONTENT-TYPE: TEXT/PLAIN; CHARSET=UTF-8\n\n灯")) { Subject = "lamp", Text = "灯" };
        yield return new("two subjects", Letter("Subject: first\nSubject: second", "x")) { Subject = "first" };
        yield return new("no subject", Letter("X-A: 1", "x")) { Subject = "" };
        yield return new("empty subject", Letter("Subject:", "x")) { Subject = "" };
        yield return new("folded subject", Letter("Subject: the lamp\n in the\n\tstreet", "x")) { Subject = "the lamp in the street" };
        yield return new("folded after the colon", Letter("Subject:\n the lamp", "x")) { Subject = "the lamp" };
        yield return new("8-bit subject UTF-8", Letter("Subject: 桂子路路灯", "x")) { Subject = "桂子路路灯" };
        yield return new("8-bit subject GBK", Join(Latin("From: lin@mail.example\r\nSubject: "), In("gbk", "桂子路路灯"), Latin("\r\n\r\nx"))) { Subject = "桂子路路灯" };
        yield return new("encoded word with spaces in it", Letter("Subject: =?utf-8?Q?the lamp =E7=81=AF?=", "x")) { Subject = "the lamp 灯" };
        yield return new("encoded word glued to text", Letter("Subject: Re:=?utf-8?B?54Gv?=!", "x")) { Subject = "Re:灯!" };
        yield return new("encoded word never closed", Letter("Subject: =?utf-8?B?54Gv", "x")) { Subject = "=?utf-8?B?54Gv" };
        yield return new("encoded word of unknown kind", Letter("Subject: =?utf-8?X?54Gv?=", "x")) { Subject = "=?utf-8?X?54Gv?=" };
        yield return new("encoded word with a language", Letter("Subject: =?utf-8*zh?B?54Gv?=", "x")) { Subject = "灯" };
        yield return new("encoded word cut in base64", Letter("Subject: =?utf-8?B?54Gv5?=", "x")) { Says = "x" };
        yield return new("encoded words of two charsets", Letter($"Subject: =?utf-8?B?54Gv?= =?gbk?B?{B(In("gbk", "路"))}?=", "x")) { Subject = "灯路" };
        yield return new("text between encoded words", Letter("Subject: =?utf-8?B?54Gv?= and =?utf-8?B?6Lev?=", "x")) { Subject = "灯 and 路" };
        yield return new("encoded word empty", Letter("Subject: a =?utf-8?Q??= b", "x")) { Says = "x" };
        yield return new("underscores are spaces", Letter("Subject: =?utf-8?q?a_b=5Fc?=", "x")) { Subject = "a b_c" };
        yield return new("NUL and bell in the subject", Letter("Subject: la\0m\u0007p", "x")) { Subject = "lamp" };
        yield return new("subject of 100,000 characters", Letter("Subject: " + new string('a', 100_000), "x")) { Fault = MailFaults.HeaderCut };
        yield return new("3,000 fields", Letter("Subject: s\n" + string.Concat(Enumerable.Range(0, 3_000).Select(i => $"X-{i}: v\n")), "light")) { Subject = "s", Text = "light", Fault = MailFaults.HeaderCut };
        yield return new("a million bytes of fields", Letter("Subject: s\n" + string.Concat(Enumerable.Range(0, 900).Select(i => $"X-{i}: {new string('v', 1_200)}\n")), "light")) { Subject = "s", Text = "light", Fault = MailFaults.HeaderCut };
        yield return new("encoded word starts 20,000 times", Letter("Subject: " + string.Concat(Enumerable.Repeat("=?a?b?", 8_000)), "x")) { Says = "x" };
    }

    private static IEnumerable<MailCase> Addresses()
    {
        MailCase From(string shown, string field, string? address, string? name) =>
            new($"from {shown}", Encoding.UTF8.GetBytes($"From: {field}\r\nSubject: s\r\n\r\nx")) { From = address ?? "", FromName = name };
        yield return From("bare", "lin@mail.example", "lin@mail.example", null);
        yield return From("quoted name with a comma", "\"Lin, Mei\" <lin@mail.example>", "lin@mail.example", "Lin, Mei");
        yield return From("encoded name with a comma", "=?utf-8?B?" + B(Encoding.UTF8.GetBytes("林, 梅")) + "?= <lin@mail.example>", "lin@mail.example", "林, 梅");
        yield return From("GBK name", "=?gbk?Q?" + Q(In("gbk", "林梅")) + "?= <lin@mail.example>", "lin@mail.example", "林梅");
        yield return From("encoded name in quotes", "\"=?utf-8?B?5p6X5qKF?=\" <lin@mail.example>", "lin@mail.example", "林梅");
        yield return From("8-bit name", "林梅 <lin@mail.example>", "lin@mail.example", "林梅");
        yield return From("name in a comment", "lin@mail.example (Lin Mei)", "lin@mail.example", "Lin Mei");
        yield return From("no space before the bracket", "Lin<lin@mail.example>", "lin@mail.example", "Lin");
        yield return From("bracket never closed", "Lin <lin@mail.example", "lin@mail.example", "Lin");
        yield return From("spaces in the brackets", "Lin < lin@mail.example >", "lin@mail.example", "Lin");
        yield return From("two authors", "lin@mail.example, wu@mail.example", "lin@mail.example", null);
        yield return From("a group", "staff: lin@mail.example, wu@mail.example;", "lin@mail.example", null);
        yield return From("nobody", "undisclosed-recipients:;", null, null);
        yield return From("a name only", "Lin Mei", null, null);
        yield return From("null path", "<>", null, null);
        yield return From("name is the address", "\"lin@mail.example\" <lin@mail.example>", "lin@mail.example", null);
        yield return From("escaped quote", "\"Lin \\\"Mei\\\" L\" <lin@mail.example>", "lin@mail.example", "Lin \"Mei\" L");
        yield return From("Chinese domain", "lin@邮箱.example", "lin@邮箱.example", null);
        yield return From("comments in comments 2,000 deep", new string('(', 2_000) + "lin@mail.example", null, null);
        yield return From("1,000 authors", string.Join(", ", Enumerable.Range(0, 1_000).Select(i => $"a{i}@mail.example")), "a0@mail.example", null);
        yield return new("no from but a sender", Bare("Sender: lin@mail.example\nSubject: s\n\nx")) { From = "lin@mail.example" };
    }

    private static IEnumerable<MailCase> Parts()
    {
        yield return new("end of the multipart missing", Letter(Mixed, "--b\nContent-Type: text/plain\n\nlight")) { Text = "light", Fault = MailFaults.BoundaryMissing };
        yield return new("boundary never comes", Letter(Mixed, "light")) { Text = "light", Fault = MailFaults.BoundaryMissing };
        yield return new("boundary not named", Letter("Subject: s\nContent-Type: multipart/mixed", "--guess\nContent-Type: text/plain\n\nlight\n--guess--")) { Text = "light", Fault = MailFaults.BoundaryMissing };
        yield return new("boundary not named and not there", Letter("Subject: s\nContent-Type: multipart/mixed", "light")) { Text = "light" };
        yield return new("preamble and epilogue", Letter(Mixed, "not shown\n--b\n\nlight\n--b--\nnot shown")) { Text = "light", NeverSays = "not shown" };
        yield return new("part without a head", Letter(Mixed, "--b\n\nlight\n--b--")) { Text = "light" };
        yield return new("part without a body", Letter(Mixed, "--b\nContent-Type: text/plain\n--b\n\nlight\n--b--")) { Text = "light" };
        yield return new("empty part", Letter(Mixed, "--b\n--b\n\nlight\n--b--")) { Text = "light" };
        yield return new("no parts", Letter(Mixed, "--b--")) { Text = "" };
        yield return new("spaces behind the boundary", Letter(Mixed, "--b   \n\nlight\n--b--  ")) { Text = "light" };
        yield return new("boundary that begins like another", Letter(Mixed, "--bb\n--b\n\nlight\n--bc\nstill\n--b--")) { Text = "light\n--bc\nstill" };
        yield return new("boundary with marks", Letter("Subject: s\nContent-Type: multipart/mixed; boundary=\"=_a'()+,./:? b\"", "--=_a'()+,./:? b\n\nlight\n--=_a'()+,./:? b--")) { Text = "light" };
        yield return new("boundary of 150 characters", Letter($"Subject: s\nContent-Type: multipart/mixed; boundary={new string('q', 150)}", $"--{new string('q', 150)}\n\nlight\n--{new string('q', 150)}--")) { Text = "light" };
        yield return new("boundary with LF and text with CRLF", Join(Latin("From: lin@mail.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nlight\r\nmore\r\n--b--\n"))) { Text = "light\nmore" };
        yield return new("dashes in the text", Letter(Mixed, "--b\n\n-----\n--\n---b\nlight\n--b--")) { Text = "-----\n--\n---b\nlight" };
        yield return new("alternative of text and HTML", Letter("Subject: s\nContent-Type: multipart/alternative; boundary=b", "--b\n\nlight\n--b\nContent-Type: text/html\n\n<p>LIGHT</p>\n--b--")) { Text = "light" };
        yield return new("alternative with HTML first", Letter("Subject: s\nContent-Type: multipart/alternative; boundary=b", "--b\nContent-Type: text/html\n\n<p>LIGHT</p>\n--b\n\nlight\n--b--")) { Text = "light" };
        yield return new("alternative with a blank text", Letter("Subject: s\nContent-Type: multipart/alternative; boundary=b", "--b\n\n \n\n--b\nContent-Type: text/html\n\n<p>LIGHT</p>\n--b--")) { Text = "LIGHT" };
        yield return new("HTML only", Letter("Subject: s\nContent-Type: text/html; charset=utf-8", "<p>灯</p><p>路</p>")) { Text = "灯\n\n路" };
        yield return new("related picture", Letter("Subject: s\nContent-Type: multipart/related; boundary=b", "--b\nContent-Type: text/html\n\n<p>see <img src=\"cid:1\"></p>\n--b\nContent-Type: image/png; name=a.png\nContent-ID: <1>\nContent-Disposition: inline\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--b--")) { Text = "see", Files = ["a.png"] };
        yield return new("mixed in related in alternative", Letter("Subject: s\nContent-Type: multipart/mixed; boundary=a", "--a\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\nlight\n--b\nContent-Type: multipart/related; boundary=c\n\n--c\nContent-Type: text/html\n\n<b>L</b>\n--c--\n--b--\n--a\nContent-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0xLjQ=\n--a--")) { Text = "light", Files = ["a.pdf"] };
        yield return new("inner multipart never closed", Letter("Subject: s\nContent-Type: multipart/mixed; boundary=a", "--a\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\nlight\n--a\nContent-Type: application/pdf; name=a.pdf\n\n%PDF-1\n--a--")) { Text = "light", Files = ["a.pdf"], Fault = MailFaults.BoundaryMissing };
        yield return new("the same boundary twice", Letter("Subject: s\nContent-Type: multipart/mixed; boundary=a", "--a\nContent-Type: multipart/alternative; boundary=a\n\n--a\n\nlight\n--a--\n--a--")) { Text = "light" };
        yield return new("two texts and a file between", Letter(Mixed, "--b\n\nabove\n--b\nContent-Type: application/pdf; name=a.pdf\n\n%PDF-1\n--b\n\nbelow\n--b--")) { Text = "above\n\nbelow", Files = ["a.pdf"] };
        yield return new("text sent as a file", Letter(Mixed, "--b\n\nlight\n--b\nContent-Type: text/plain; name=list.txt\nContent-Disposition: attachment\n\nitems\n--b--")) { Text = "light", Files = ["list.txt"] };
        yield return new("file without a name", Letter(Mixed, "--b\nContent-Type: image/png\nContent-Disposition: attachment\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--b--")) { Files = ["file.png"] };
        yield return new("file name only dots and slashes", Letter(Mixed, "--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=\"../../..\"\n\n%PDF-1\n--b--")) { Files = ["file.pdf"] };
        yield return new("file name of 600 characters", Letter(Mixed, $"--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=\"{new string('n', 600)}.pdf\"\n\n%PDF-1\n--b--")) { Files = [new string('n', 110) + ".pdf"] };
        yield return new("the mail itself is a file", Letter("Subject: s\nContent-Type: application/pdf; name=a.pdf\nContent-Disposition: attachment\nContent-Transfer-Encoding: base64", "JVBERi0xLjQ=")) { Text = "", Files = ["a.pdf"] };
        yield return new("forwarded mail", Letter(Mixed, "--b\n\nsee below\n--b\nContent-Type: message/rfc822\n\nFrom: wu@mail.example\nSubject: =?utf-8?B?54Gv?=\n\nthe lamp\n--b--")) { Text = "see below\n\n----------\nFrom: wu@mail.example\nSubject: 灯\n\nthe lamp" };
        yield return new("forwarded mail with a file", Letter(Mixed, "--b\nContent-Type: message/rfc822\n\nFrom: wu@mail.example\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nthe lamp\n--c\nContent-Type: application/pdf; name=a.pdf\n\n%PDF-1\n--c--\n--b--")) { Says = "the lamp", Files = ["a.pdf"] };
        yield return new("forwarded 40 deep", Letter(Mixed, "--b\n" + string.Concat(Enumerable.Repeat("Content-Type: message/rfc822\n\n", 40)) + "\nlamp\n--b--")) { Fault = MailFaults.TooDeep };
        yield return new("content type empty", Letter("Subject: s\nContent-Type:", "light")) { Text = "light" };
        yield return new("content type nonsense", Letter("Subject: s\nContent-Type: ;;;===\"", "light")) { Text = "light" };
        yield return new("content type text alone", Letter("Subject: s\nContent-Type: text", "light")) { Says = null };
        yield return new("10 deep", Letter("Subject: s\nContent-Type: multipart/mixed; boundary=n0", Nested(10))) { Text = "light" };
        yield return new("25 deep", Letter("Subject: s\nContent-Type: multipart/mixed; boundary=n0", Nested(25))) { Fault = MailFaults.TooDeep };
        yield return new("300 parts", Letter(Mixed, string.Concat(Enumerable.Range(0, 300).Select(i => $"--b\n\npart {i}\n")) + "--b--")) { Says = "part 150", NeverSays = "part 250", Fault = MailFaults.TooManyParts };
        yield return new("text of a million characters", Letter("Subject: s", new string('a', 1_000_000))) { Fault = MailFaults.TextCut };
    }

    public static string Nested(int depth)
    {
        var mail = new StringBuilder();
        for (var i = 0; i < depth; i++)
        {
            mail.Append(null, $"--n{i}\r\nContent-Type: multipart/mixed; boundary=n{i + 1}\r\n\r\n");
        }

        mail.Append(null, $"--n{depth}\r\n\r\nlight\r\n");
        for (var i = depth; i >= 0; i--)
        {
            mail.Append(null, $"--n{i}--\r\n");
        }

        return mail.ToString();
    }

    private static IEnumerable<MailCase> Encodings()
    {
        MailCase Body(string shown, string encoding, string body, string? text, MailFaults fault = MailFaults.None) =>
            new($"encoding {shown}", Letter($"Subject: s\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {encoding}", body)) { Text = text, Fault = fault };
        yield return Body("base64 without padding", "base64", "54Gv6Lev5p2h", "灯路条");
        yield return Body("base64 cut short", "base64", "54Gv6Le", null, MailFaults.Base64Broken);
        yield return Body("base64 with foreign characters", "base64", "54Gv!!6L\u0001ev", "灯路", MailFaults.Base64Broken);
        yield return Body("base64 padded in the middle", "base64", "54Gv\nYQ==\n6Lev", "灯a路");
        yield return Body("base64 in one line", "base64", B(Encoding.UTF8.GetBytes(new string('灯', 5_000))), new string('灯', 5_000));
        yield return Body("base64 with spaces", "base64", "54 Gv\n 6L ev", "灯路");
        yield return Body("base64 empty", "base64", "", "");
        yield return Body("BASE64 in capitals", "BASE64", "54Gv", "灯");
        yield return Body("quoted-printable with bare equals signs", "quoted-printable", "a=b =ZZ =", "a=b =ZZ");
        yield return Body("quoted-printable in lower case", "quoted-printable", "=e7=81=af", "灯");
        yield return Body("quoted-printable soft break within a character", "quoted-printable", "=E7=\n=81=AF", "灯");
        yield return Body("quoted-printable blanks at the line's end", "quoted-printable", "a  \nb=20\nc", "a\nb \nc");
        yield return Body("quoted-printable soft break with blanks behind", "quoted-printable", "a=  \nb", "ab");
        yield return Body("unknown", "x-none", "light", "light");
        yield return Body("binary", "binary", "灯", "灯");
        yield return Body("written twice", "8bit\nContent-Transfer-Encoding: base64", "灯", "灯");
    }

    private static IEnumerable<MailCase> Flowed()
    {
        MailCase Of(string shown, string body, string text, string more = "") =>
            new($"flowed {shown}", Letter($"Subject: s\nContent-Type: text/plain; charset=utf-8; format=flowed{more}", body)) { Text = text };
        yield return Of("paragraph", "the lamp \nis out\nsince Monday", "the lamp is out\nsince Monday");
        yield return Of("quoted", "> the lamp \n> is out\nyes", "> the lamp is out\nyes");
        yield return Of("depths", ">> a \n> b\nc", ">> a \n> b\nc");
        yield return Of("deleted spaces", "路灯 \n不亮", "路灯不亮", "; delsp=yes");
        yield return Of("stuffed", " From here\n >not quoted", "From here\n>not quoted");
        yield return Of("signature", "bye\n-- \nLin", "bye\n-- \nLin");
    }
}
