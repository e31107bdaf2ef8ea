using Hotline.Channels.Mail;
using static Hotline.Channels.Tests.Mail.Write;

namespace Hotline.Channels.Tests.Mail;

/// <summary>HTML as mail programs write it, mail of machines, and mail of a conversation.</summary>
internal static class CorpusOfContents
{
    private const string Number = "3702002611211000427";

    public static IEnumerable<MailCase> All() => [.. Html(), .. Machines(), .. Threads()];

    private static IEnumerable<MailCase> Html()
    {
        MailCase Of(string shown, string html, string text) => new($"HTML {shown}", Letter("Subject: s\nContent-Type: text/html; charset=utf-8", html)) { Text = text };
        yield return Of("script and style", "<style>p{color:red}</style><script>alert('x')</script><p>灯</p>", "灯");
        yield return Of("script in capitals", "<SCRIPT>alert(1)</SCRIPT >灯", "灯");
        yield return Of("script never closed", "<script>the lamp", "the lamp");
        yield return Of("comment", "a<!-- not <b>shown</b> -->b", "ab");
        yield return Of("comment never closed", "a<!-- b> c", "a c");
        yield return Of("conditional comment", "<!--[if mso]><p>office</p><![endif]-->灯", "灯");
        yield return Of("entities", "&lt;b&gt; &amp; &#28783; &#x706f; &nbsp;x", "<b> & 灯 灯 x");
        yield return Of("entity without its end", "a &amp b &unknown; c", "a &amp b &unknown; c");
        yield return Of("line breaks", "a<br>b<br/>c<BR />d", "a\nb\nc\nd");
        yield return Of("blanks", "  a \n\n  b\t c  ", "a b c");
        yield return Of("table", "<table><tr><td>路</td><td>灯</td></tr><tr><td>1</td></tr></table>", "路 灯\n1");
        yield return Of("list", "<ul><li>a<li>b</ul>", "a\nb");
        yield return Of("bracket that is no tag", "3 < 5 and 6 > 4", "3 < 5 and 6 > 4");
        yield return Of("bracket in a value", "<a title=\"1 > 0\" href=\"x\">灯</a>", "灯");
        yield return Of("apostrophe in a tag", "<p alt=it's>灯</p>don't", "灯\n\ndon't");
        yield return Of("event in an attribute", "<img src=x onerror=\"alert(1)\">灯", "灯");
        yield return Of("tag never closed", "灯<img src=\"x", "灯");
        yield return Of("title in the head", "<html><head><title>t</title></head><body>灯</body></html>", "灯");
        yield return Of("script split by a script", "<scr<script></script>ipt>alert(1)", "ipt>alert(1)");
        yield return Of("nested 5,000 deep", string.Concat(Enumerable.Repeat("<div>", 5_000)) + "灯", "灯");
        yield return Of("Office paragraphs", "<o:p></o:p><p class=MsoNormal><span lang=ZH-CN>灯</span></p>", "灯");
    }

    private static IEnumerable<MailCase> Machines()
    {
        MailCase Of(string shown, MailOrigin origin, string head, string body = "x") => new($"machine {shown}", Letter(head, body)) { Origin = origin };
        yield return Of("auto-replied", MailOrigin.Automatic, "Subject: Re: s\nAuto-Submitted: auto-replied (vacation)");
        yield return Of("auto-generated", MailOrigin.Automatic, "Subject: s\nAuto-Submitted: auto-generated");
        yield return Of("submitted by a person", MailOrigin.Person, "Subject: s\nAuto-Submitted: no");
        yield return Of("precedence bulk", MailOrigin.Automatic, "Subject: s\nPrecedence: bulk");
        yield return Of("precedence in capitals", MailOrigin.Automatic, "Subject: s\nPrecedence: AUTO_REPLY");
        yield return Of("precedence of first class", MailOrigin.Person, "Subject: s\nPrecedence: first-class");
        yield return Of("X-Autoreply", MailOrigin.Automatic, "Subject: s\nX-Autoreply: yes");
        yield return Of("X-Autorespond", MailOrigin.Automatic, "Subject: s\nX-Autorespond: vacation");
        yield return Of("X-Autoreply no", MailOrigin.Person, "Subject: s\nX-Autoreply: no");
        yield return Of("Chinese vacation subject", MailOrigin.Automatic, "Subject: 自动回复：关于路灯");
        yield return Of("Chinese vacation subject alone", MailOrigin.Automatic, "Subject: 自动回复");
        yield return Of("English vacation subject", MailOrigin.Automatic, "Subject: Out of Office: lamp");
        yield return Of("Automatic reply", MailOrigin.Automatic, "Subject: Automatic reply: lamp");
        yield return Of("a resident about automatic answers", MailOrigin.Person, "Subject: 自动回复太敷衍，没人管");
        yield return Of("a resident about an office", MailOrigin.Person, "Subject: out of office hours nobody answers");
        yield return Of("null return path", MailOrigin.Automatic, "Return-Path: <>\nSubject: s");
        yield return Of("return path of a person", MailOrigin.Person, "Return-Path: <lin@mail.example>\nSubject: s");
        yield return Of("own loop mark", MailOrigin.Loop, $"X-Loop: {Address}\nSubject: s");
        yield return Of("loop mark of another", MailOrigin.Person, "X-Loop: list@other.example\nSubject: s");
        yield return Of("60 hops", MailOrigin.Loop, string.Concat(Enumerable.Repeat("Received: by mx.example\n", 60)) + "Subject: s");
        yield return new("machine own message id", Bare($"From: lin@mail.example\nMessage-ID: <{Number}.0123456789abcdef0123456789abcdef.hotline@city.example>\nSubject: s\n\nx")) { Origin = MailOrigin.Loop };
        yield return new("machine own address", Bare($"From: {Address}\nSubject: s\n\nx")) { Origin = MailOrigin.Loop };
        yield return new("machine mailer-daemon", Bare("From: MAILER-DAEMON@mx.example\nSubject: Undelivered\n\nx")) { Origin = MailOrigin.Bounce };
        yield return Of("delivery report", MailOrigin.Bounce, "Subject: Undelivered\nContent-Type: multipart/report; report-type=delivery-status; boundary=b",
            "--b\n\ncould not be delivered\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; wu@mail.example\nAction: failed\nStatus: 5.1.1\n--b\nContent-Type: text/rfc822-headers\n\nSubject: our answer\n--b--");
        yield return Of("receipt of reading", MailOrigin.Automatic, "Subject: Read: lamp\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b",
            "--b\n\nread\n--b\nContent-Type: message/disposition-notification\n\nDisposition: manual-action/MDN-sent-manually; displayed\n--b--");
    }

    private static IEnumerable<MailCase> Threads()
    {
        const string own = Number + ".0123456789abcdef0123456789abcdef.hotline@city.example";
        MailCase Of(string shown, string head, string? number) => new($"thread {shown}", Letter(head, "x")) { Number = number };
        yield return Of("in reply to ours", $"In-Reply-To: <{own}>\nSubject: Re: s", Number);
        yield return Of("in the references", $"References: <a@mail.example>\n <{own}> <b@mail.example>\nSubject: Re: s", Number);
        yield return Of("references without brackets", $"References: {own}\nSubject: s", Number);
        yield return Of("id of another city", $"In-Reply-To: <{own[..^12]}other.example>\nSubject: s", null);
        yield return Of("mark in the subject", $"Subject: Re: [{Number}] lamp", Number);
        yield return Of("Chinese mark in the subject", $"Subject: 回复：【{Number}】路灯", Number);
        yield return Of("full-width mark in the subject", "Subject: ［＃３７０２００２６１１２１１０００４２７］", Number);
        yield return Of("short number in brackets", "Subject: [2026] lamp", null);
        yield return Of("number without brackets", $"Subject: {Number}", null);
        yield return Of("plus address", $"Cc: Hotline <12345+{Number}@City.Example>\nSubject: s", Number);
        yield return Of("plus address of another", $"Cc: 12345+{Number}@other.example\nSubject: s", null);
        yield return Of("delivered to a plus address", $"Delivered-To: 12345+{Number}@city.example\nSubject: s", Number);
    }
}
