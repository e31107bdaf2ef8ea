using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Hotline.Channels.Mail;

namespace Hotline.Channels.Tests.Mail;

public sealed class MimeReaderTests
{
    private static readonly Dictionary<string, MailCase> Corpus = MailCorpus.All.ToDictionary(c => c.Name);

    public static TheoryData<string> Names => [.. Corpus.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Reads_an_awkward_mail_as_a_person_would(string name)
    {
        var mail = Corpus[name];
        var read = Read(mail.Bytes);
        if (mail.Subject is not null) read.Subject.ShouldBe(mail.Subject);
        if (mail.From is not null) (read.From?.Address ?? "").ShouldBe(mail.From);
        if (mail.FromName is not null) read.From?.Name.ShouldBe(mail.FromName);
        if (mail.Text is not null) read.Text.ShouldBe(mail.Text);
        if (mail.Says is not null) read.Text.ShouldContain(mail.Says, Case.Sensitive);
        if (mail.NeverSays is not null) read.Text.ShouldNotContain(mail.NeverSays);
        if (mail.Files is not null) read.Attachments.Select(a => a.FileName).ShouldBe(mail.Files);
        read.Faults.ShouldSatisfyAllConditions(f => (f & mail.Fault).ShouldBe(mail.Fault));
        var thread = new MailThread(Write.Address);
        MailOrigins.Of(read, thread).ShouldBe(mail.Origin);
        if (name.StartsWith("thread ", StringComparison.Ordinal)) thread.Numbers(read).ShouldBe(mail.Number is null ? [] : [mail.Number]);
    }

    [Fact]
    public void The_corpus_holds_at_least_two_hundred_mails() => Corpus.Count.ShouldBeGreaterThanOrEqualTo(200);

    [Fact]
    public void A_mail_above_the_limit_is_refused_by_name()
    {
        MimeReader.TryRead(new byte[MimeReader.LargestMail + 1], out var message, out var error).ShouldBeFalse();
        message.ShouldBeNull();
        error!.Field.ShouldBe("mail");
        error.Reason.ShouldContain("30 MB");
        MimeReader.TryRead(new byte[MimeReader.LargestMail], out _, out _).ShouldBeTrue();
    }

    [Fact]
    public void Random_bytes_never_throw() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll<byte[]>(bytes => Holds(Read(bytes))));

    [Fact]
    public void Mails_cut_and_spoilt_anywhere_never_throw()
    {
        var random = new Random(12345);
        var mails = MailCorpus.All.Where(c => c.Bytes.Length is > 0 and < 20_000).Select(c => c.Bytes).ToArray();
        for (var i = 0; i < 4_000; i++)
        {
            var spoilt = mails[random.Next(mails.Length)].ToArray();
            for (var change = random.Next(12); change > 0; change--) spoilt[random.Next(spoilt.Length)] = (byte)random.Next(256);
            var other = mails[random.Next(mails.Length)];
            Holds(Read([.. spoilt[..random.Next(spoilt.Length)], .. other[random.Next(other.Length)..]])).ShouldBeTrue();
        }
    }

    [Fact]
    public void Random_text_in_any_field_comes_back_clean() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll<string?, string?>((subject, body) =>
        Holds(Read(Encoding.UTF8.GetBytes($"Subject: {subject}\r\nContent-Type: multipart/mixed; boundary=\"{body}\"\r\n\r\n--{body}\r\n{subject}\r\n{body}")))));

    /// <summary>Whatever came in: what comes out can be stored and shown.</summary>
    private static bool Holds(MailMessage mail) =>
        Clean(mail.Subject) && Clean(mail.Text) && mail.Text.Length <= MimeReader.LongestText && (mail.From is null || (mail.From.Address.Contains('@') && Clean(mail.From.Name ?? "")))
        && mail.Attachments.Count <= MimeReader.MostParts && mail.Attachments.All(a => a.FileName.Length is > 0 and <= 120 && !a.FileName.Contains('/') && Clean(a.FileName)) && Clean(mail.MessageId ?? "");

    private static bool Clean(string text) => !text.Any(c => (char.IsControl(c) && c is not ('\n' or '\t')) || c == '\ufffe') && Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;

    public static TheoryData<string, Func<int, byte[]>> Bombs => new()
    {
        { "10,000 nested parts", n => Write.Letter("Subject: s\nContent-Type: multipart/mixed; boundary=n0", CorpusOfForms.Nested(n / 60)) },
        { "nested forwards", n => Write.Letter("Subject: s\nContent-Type: message/rfc822", string.Concat(Enumerable.Repeat("Content-Type: message/rfc822\r\n\r\n", n / 31))) },
        { "dashes", n => Write.Letter("Subject: s\nContent-Type: multipart/mixed; boundary=b", new string('-', n)) },
        { "boundaries", n => Write.Letter("Subject: s\nContent-Type: multipart/mixed; boundary=b", string.Concat(Enumerable.Repeat("--b\r\n", n / 5))) },
        { "lines of two dashes", n => Write.Letter("Subject: s\nContent-Type: multipart/mixed; boundary=b", string.Concat(Enumerable.Repeat("--\n", n / 3))) },
        { "a head without end", n => Write.Bare("Subject: s\n" + string.Concat(Enumerable.Repeat("X: y\n", n / 5))) },
        { "folded without end", n => Write.Bare("Subject: s" + string.Concat(Enumerable.Repeat("\n a", n / 3))) },
        { "lines that are no fields", n => Write.Bare("Subject: s\n" + string.Concat(Enumerable.Repeat("x\nA: b\n", n / 7))) },
        { "carriage returns", n => Encoding.Latin1.GetBytes("Subject: s\n\n" + new string('\r', n)) },
        { "equals signs", n => Write.Letter("Subject: s\nContent-Transfer-Encoding: quoted-printable", string.Concat(Enumerable.Repeat("=  ", n / 3))) },
        { "broken base64", n => Write.Letter("Subject: s\nContent-Transfer-Encoding: base64", new string('!', n)) },
        { "opening brackets", n => Write.Letter("Subject: s\nContent-Type: text/html", new string('<', n)) },
        { "scripts never closed", n => Write.Letter("Subject: s\nContent-Type: text/html", string.Concat(Enumerable.Repeat("<script>", n / 8))) },
        { "comments never closed", n => Write.Letter("Subject: s\nContent-Type: text/html", string.Concat(Enumerable.Repeat("<!--", n / 4))) },
        { "quotes never closed", n => Write.Letter("Subject: s\nContent-Type: text/html", string.Concat(Enumerable.Repeat("<a b=\"'>", n / 8))) },
        { "entities", n => Write.Letter("Subject: s\nContent-Type: text/html", string.Concat(Enumerable.Repeat("&#", n / 2))) },
        { "quotation marks", n => Write.Letter("Subject: s\nContent-Type: text/plain; format=flowed", string.Concat(Enumerable.Repeat("> \n", n / 3))) },
    };

    [Theory, MemberData(nameof(Bombs))]
    public void Time_grows_with_the_length_only(string name, Func<int, byte[]> bomb)
    {
        _ = Seconds(bomb(60_000));
        var small = Math.Min(Seconds(bomb(300_000)), Seconds(bomb(300_000)));
        var large = Math.Min(Seconds(bomb(2_400_000)), Seconds(bomb(2_400_000)));
        // Eight times the length; quadratic work would take 64 times as long. The floor keeps a busy machine from failing it.
        large.ShouldBeLessThan(Math.Max(small * 30, 0.5), name);
    }

    private static double Seconds(byte[] mail)
    {
        var start = Stopwatch.GetTimestamp();
        Read(mail);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    [Fact]
    public void Reads_ids_date_and_recipients()
    {
        var mail = Read(Write.Bare("From: lin@mail.example\nTo: a@city.example, B <b@city.example>\nCc: A@city.example\nMessage-ID:\n <x.1@mail.example>\nIn-Reply-To: <p@mail.example> (a remark)\nReferences: <o@mail.example>\n\t<p@mail.example>\nDate: Mon, 2 Mar 2026 08:30:00 +0800\n\nx"));
        mail.MessageId.ShouldBe("x.1@mail.example");
        mail.InReplyTo.ShouldBe(["p@mail.example"]);
        mail.References.ShouldBe(["o@mail.example", "p@mail.example"]);
        mail.Date.ShouldBe(new DateTimeOffset(2026, 3, 2, 8, 30, 0, TimeSpan.FromHours(8)));
        mail.To.Select(c => c.Address).ShouldBe(["a@city.example", "b@city.example"]);
    }

    [Theory]
    [InlineData("Mon, 2 Mar 2026 08:30:00 +0800", "2026-03-02T08:30:00+08:00")]
    [InlineData("2 Mar 26 08:30 GMT", "2026-03-02T08:30:00+00:00")]
    [InlineData("Mon, 02 Mar 2026 08:30:00 -0500 (EST)", "2026-03-02T08:30:00-05:00")]
    [InlineData("Mon, 02-Mar-2026 08:30:60 PST", "2026-03-02T08:30:59-08:00")]
    [InlineData("2026-03-02T08:30:00+08:00", "2026-03-02T08:30:00+08:00")]
    [InlineData("Mon, 30 Feb 2026 08:30:00 +0800", null)]
    [InlineData("Mon, 2 Mar 2026 25:30:00 +0800", null)]
    [InlineData("yesterday", null)]
    [InlineData("Mon, 2 Mar 99999 08:30:00 +9999", null)]
    public void Reads_the_dates_programs_write(string written, string? meant)
    {
        Read(Write.Bare($"Date: {written}\n\nx")).Date.ShouldBe(meant is null ? null : DateTimeOffset.Parse(meant, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_file_is_known_by_its_bytes_and_not_by_its_name()
    {
        var zip = Convert.ToBase64String([(byte)'P', (byte)'K', 3, 4, 20, 0, 0, 0]);
        var file = Read(Write.Letter("Subject: s\nContent-Type: multipart/mixed; boundary=b", $"--b\nContent-Type: image/jpeg; name=\"photo.jpg\"\nContent-Transfer-Encoding: base64\n\n{zip}\n--b--")).Attachments.ShouldHaveSingleItem();
        file.FileName.ShouldBe("photo.jpg");
        file.DeclaredType.ShouldBe("image/jpeg");
        file.RecognisedType.ShouldBe("application/zip");
        file.Content.Length.ShouldBe(8);
    }

    [Fact]
    public void A_report_keeps_what_the_server_said()
    {
        var read = Read(Corpus["machine delivery report"].Bytes);
        read.Signs.ReportedText.ShouldContain("Status: 5.1.1");
        read.Signs.ReportedText.ShouldContain("Subject: our answer");
    }

    [Fact]
    public void An_answer_to_our_own_mail_leads_back_to_its_conversation()
    {
        const string number = "3702002611211000427";
        var thread = new MailThread("12345@City.Example");
        var id = thread.MessageIdOf(number, Guid.NewGuid());
        thread.IsOwnId(id).ShouldBeTrue();
        thread.IsOwnAddress(thread.AddressOf(number)).ShouldBeTrue();
        thread.Numbers(Read(Write.Letter($"References: <{id}>\nSubject: s", "x"))).ShouldBe([number]);
        thread.Numbers(Read(Write.Letter($"To: {thread.AddressOf(number)}\nSubject: s", "x"))).ShouldBe([number]);
    }

    internal static MailMessage Read(byte[] bytes)
    {
        MimeReader.TryRead(bytes, out var message, out _).ShouldBeTrue();
        return message!;
    }
}

/// <summary>All awkward mails.</summary>
internal static class MailCorpus
{
    public static IReadOnlyList<MailCase> All { get; } = [.. CorpusOfCharsets.All(), .. CorpusOfForms.All(), .. CorpusOfContents.All()];
}
