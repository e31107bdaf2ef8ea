using System.Text;
using Hotline.Channels.Mail;
using Hotline.Channels.Mail.Imap;

namespace Hotline.Channels.Tests.Mail;

public sealed class ImapMailboxTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static byte[] Mail(string text) => Encoding.Latin1.GetBytes($"Subject: {text}\r\n\r\n{text}");

    /// <summary>Takes what comes until nothing new is there.</summary>
    private sealed class Follower(uint? last = 0, bool stay = false) : IMailboxFollower
    {
        public List<MailboxMail> Taken { get; } = [];
        public uint Validity { get; private set; }
        public bool Takes { get; init; } = true;
        public Action? AtRest { get; init; }

        public Task<uint?> Begin(uint uidValidity, CancellationToken ct)
        {
            Validity = uidValidity;
            return Task.FromResult(last);
        }

        public Task<bool> Take(MailboxMail mail, CancellationToken ct)
        {
            if (Takes) Taken.Add(mail);
            return Task.FromResult(Takes);
        }

        public Task<bool> Rest(CancellationToken ct)
        {
            AtRest?.Invoke();
            return Task.FromResult(stay);
        }

        public IEnumerable<string> Texts => Taken.Select(m => Encoding.Latin1.GetString(m.Bytes.Span)[9..].Split('\r')[0]);
    }

    private static Task<MailboxEnd> Follow(StubImap server, IMailboxFollower follower, MailOptions? options = null) => new ImapMailbox(options ?? server.Options, TimeProvider.System).Follow(follower, Token);

    [Fact]
    public async Task What_is_new_is_handed_over_in_order_and_nothing_in_the_mailbox_changes()
    {
        await using var server = new StubImap();
        server.Mails[9] = Mail("nine");
        server.Mails[3] = Mail("three");
        server.Mails[12] = Mail("twelve {5}\r\nof bytes ) h4 OK");
        var follower = new Follower(3);
        (await Follow(server, follower)).Code.ShouldBe("mailbox.released");
        follower.Validity.ShouldBe(7u);
        follower.Taken.Select(m => m.Uid).ShouldBe([9u, 12u]);
        follower.Taken[1].Bytes.ToArray().ShouldBe(server.Mails[12]);
        follower.Taken.ShouldAllBe(m => m.Whole && m.Size == m.Bytes.Length);
        server.Commands.ShouldContain(c => c.Contains("EXAMINE \"INBOX\""));
        server.Commands.ShouldNotContain(c => c.Contains("SELECT") || c.Contains("STORE") || c.Contains("EXPUNGE") || c.Contains("CLOSE") || (c.Contains("BODY[") && !c.Contains("PEEK")));
    }

    [Fact]
    public async Task The_last_mail_that_a_range_always_names_is_not_taken_twice()
    {
        await using var server = new StubImap();
        server.Mails[9] = Mail("nine");
        var follower = new Follower(9);
        await Follow(server, follower);
        follower.Taken.ShouldBeEmpty();
        server.Commands.ShouldContain(c => c.Contains("UID FETCH 10:*"));
    }

    [Fact]
    public async Task A_mailbox_that_belongs_to_another_is_left_alone()
    {
        await using var server = new StubImap();
        server.Mails[1] = Mail("one");
        var follower = new Follower(null);
        (await Follow(server, follower)).Code.ShouldBe("mailbox.released");
        server.Commands.ShouldNotContain(c => c.Contains("FETCH"));
    }

    [Fact]
    public async Task A_follower_that_is_full_gets_no_further_mail()
    {
        await using var server = new StubImap();
        (server.Mails[1], server.Mails[2]) = (Mail("one"), Mail("two"));
        (await Follow(server, new Follower { Takes = false })).Code.ShouldBe("mailbox.released");
        server.Commands.Count(c => c.Contains("BODY.PEEK")).ShouldBe(1);
    }

    [Fact]
    public async Task Of_a_mail_that_is_too_large_the_beginning_is_read()
    {
        await using var server = new StubImap();
        server.Mails[1] = [.. Mail("large"), .. new byte[400_000]];
        server.Claims[1] = MimeReader.LargestMail + 1L;
        var follower = new Follower();
        await Follow(server, follower);
        var mail = follower.Taken.ShouldHaveSingleItem();
        (mail.Whole, mail.Size, mail.Bytes.Length).ShouldBe((false, MimeReader.LargestMail + 1L, 262_144));
    }

    [Fact]
    public async Task The_first_reading_may_begin_at_a_day()
    {
        await using var server = new StubImap();
        foreach (var uid in new uint[] { 1, 2, 3 }) server.Mails[uid] = Mail($"{uid}");
        var options = server.Options;
        options.Imap.Since = new DateOnly(2026, 3, 2);
        var follower = new Follower();
        await Follow(server, follower, options);
        server.Commands.ShouldContain(c => c.Contains("UID SEARCH SINCE 2-Mar-2026"));
        follower.Taken.Select(m => m.Uid).ShouldBe([2u, 3u]);
    }

    [Theory]
    [InlineData("IMAP4rev1 AUTH=PLAIN", "AUTHENTICATE PLAIN")]
    [InlineData("IMAP4rev1", "LOGIN \"hotline \\\"12345\\\"\" \"back\\\\slash\"")]
    public async Task Signs_in_as_the_server_offers(string capabilities, string command)
    {
        await using var server = new StubImap(capabilities: capabilities + " ID");
        (await Follow(server, new Follower())).Code.ShouldBe("mailbox.released");
        server.Commands.ShouldContain(c => c.EndsWith(command, StringComparison.Ordinal));
        server.Commands.ShouldContain(c => c.Contains("ID (\"name\""));
    }

    [Fact]
    public async Task A_password_is_never_said_where_the_server_forbids_it()
    {
        await using var server = new StubImap(capabilities: "IMAP4rev1 LOGINDISABLED");
        (await Follow(server, new Follower())).Code.ShouldBe("mail.sign_in_refused");
        server.Commands.ShouldNotContain(c => c.Contains("back"));
    }

    [Fact]
    public async Task With_IDLE_a_mail_is_there_at_once()
    {
        var mails = 0;
        StubImap? server = null;
        await using var _ = server = new StubImap(line => line.EndsWith("IDLE", StringComparison.Ordinal) ? "+ idling\r\n* 2 EXISTS\r\n" : line == "DONE" ? $"{server!.Commands.Last(c => c.EndsWith("IDLE", StringComparison.Ordinal)).Split(' ')[0]} OK\r\n" : null, "IMAP4rev1 AUTH=PLAIN IDLE");
        server.Mails[1] = Mail("one");
        var options = server.Options;
        options.Imap.Every = TimeSpan.FromMinutes(2);   // without IDLE the test would wait in vain
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var follower = new Follower(0, stay: true)
        {
            AtRest = () =>
            {
                if (++mails == 2) server.Mails[2] = Mail("two");
                if (mails == 4) enough.Cancel();
            },
        };
        await Should.ThrowAsync<OperationCanceledException>(() => new ImapMailbox(options, TimeProvider.System).Follow(follower, enough.Token));
        follower.Texts.ShouldBe(["one", "two"]);
    }

    public static TheoryData<string, string, string> Ends => new()
    {
        { "", "* BYE too many connections\r\n", "mail.refused" },
        { "", "+OK POP3\r\n", "mail.refused" },
        { "", StubMailServer.HangUp, "mail.cut_off" },
        { "", StubMailServer.Silence, "mail.silent" },
        { "CAPABILITY", "zz OK\r\n", "mail.broken" },
        { "AUTHENTICATE", "h2 NO [AUTHENTICATIONFAILED] hotline 12345\r\n", "mail.sign_in_refused" },
        { "EXAMINE", "* OK no number\r\nh4 OK\r\n", "mail.broken" },
        { "EXAMINE", "* OK [UIDVALIDITY 0] \r\nh4 OK\r\n", "mail.broken" },
        { "EXAMINE", "h4 NO no folder of lin@mail.example\r\n", "mail.refused" },
        { "UID FETCH 1:*", "* 1 FETCH (UID 99999999999999999999 RFC822.SIZE 5)\r\n* 2 FETCH (UID RFC822.SIZE)\r\n* FETCH\r\nh5 OK\r\n", "mailbox.released" },
        { "UID FETCH 1:*", "* BYE closing\r\n", "mail.cut_off" },
        { "BODY.PEEK", "* 1 FETCH (UID 1 BODY[] {99999999999}\r\n", "mail.too_large" },
        { "BODY.PEEK", "* 1 FETCH (UID 1 BODY[] {50}\r\nshort", "mail.silent" },
        { "BODY.PEEK", "* 1 FETCH (UID 1 BODY[] NIL)\r\nh6 OK\r\n", "mailbox.released" },
        { "BODY.PEEK", "h6 NO broken on disk\r\n", "mail.refused" },
    };

    [Theory, MemberData(nameof(Ends))]
    public async Task Whatever_a_server_does_has_a_name(string at, string answer, string code)
    {
        await using var server = new StubImap(line => (at.Length == 0 ? line.Length == 0 : line.Contains(at, StringComparison.Ordinal)) ? answer : null);
        server.Mails[1] = Mail("one");
        var options = server.Options;
        options.Imap.Timeout = TimeSpan.FromMilliseconds(400);
        var end = await Follow(server, new Follower(), options);
        end.Code.ShouldBe(code, end.Text);
        end.Text.ShouldNotContain("lin@");
        if (at == "BODY.PEEK" && code.StartsWith("mail.", StringComparison.Ordinal)) end.Uid.ShouldBe(1u);
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_has_a_name_too()
    {
        MailOptions options;
        await using (var server = new StubImap()) options = server.Options;
        (await new ImapMailbox(options, TimeProvider.System).Follow(new Follower(), Token)).Code.ShouldBe("mail.unreachable");
    }

    [Fact]
    public async Task What_was_said_in_clear_before_TLS_ends_the_conversation()
    {
        await using var server = new StubImap(line => line.EndsWith("STARTTLS", StringComparison.Ordinal) ? "h1 OK go on\r\n* CAPABILITY IMAP4rev1 INJECTED\r\n" : null);
        var options = server.Options;
        options.Imap.Security = MailSecurity.StartTls;
        (await Follow(server, new Follower(), options)).Code.ShouldBe("mail.tls");
        server.Commands.ShouldNotContain(c => c.Contains("AUTHENTICATE") || c.Contains("LOGIN"));
    }

    [Theory]
    [InlineData("mail.city.example", "Security may be None")]
    [InlineData("", "Host is not set")]
    public void In_clear_only_on_the_same_machine(string host, string says)
    {
        var options = new MailOptions { Address = Write.Address, Imap = new ImapOptions { Host = host, User = "u", Password = "p", Security = MailSecurity.None } };
        options.WhyNoMailbox!.ShouldContain(says);
        if (host.Length > 0) options.Mistake!.ShouldContain("Hotline:Channels:Mail:Imap");
        options.Imap.Host = "::1";
        options.WhyNoMailbox.ShouldBeNull();
    }

    private static readonly DateTimeOffset Since = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    private static Task<ReceivedList> Hour(StubImap server, uint validity = 7, uint last = 100, params string[] passed) =>
        new ImapMailbox(server.Options, TimeProvider.System).ListReceived(Since, Since.AddHours(1), new MailboxPosition(validity, last, passed.ToHashSet()), Token);

    /// <summary>Three mails within the hour and two that only lie on the same days.</summary>
    private static StubImap AnHour(Func<string, string?>? says = null)
    {
        var server = new StubImap(says);
        server.Mails[3] = Encoding.Latin1.GetBytes($"Message-ID: <three@mail.example>\r\n\r\n{new string('x', 100_000)}");
        server.Mails[4] = Encoding.Latin1.GetBytes($"X-Long: {new string('x', 30_000)}\r\nSubject: four\r\n\r\n{new string('y', 100_000)}");
        foreach (var uid in new uint[] { 5, 6, 8 }) server.Mails[uid] = Encoding.Latin1.GetBytes($"Message-ID: <{uid}@mail.example>\r\n\r\n");
        (server.Dates[3], server.Dates[4], server.Dates[5], server.Dates[6], server.Dates[8]) = ("02-Mar-2026 08:00:00 +0800", " 1-Mar-2026 19:59:59 -0500", "02-Mar-2026 01:00:00 +0000", "01-Mar-2026 23:59:59 +0000", "02-Mar-2026 00:59:59 +0000");
        return server;
    }

    [Fact]
    public async Task What_came_within_an_hour_is_listed_by_identity_and_nothing_in_the_mailbox_changes()
    {
        await using var server = AnHour();
        var list = await Hour(server);
        list.Failure.ShouldBeNull();
        MimeReader.TryRead(server.Mails[4], out var four, out _).ShouldBeTrue();
        list.Messages.ShouldBe([new("three@mail.example", "imap:7:3"), new(MailMessage.IdentityOf(four, server.Mails[4]), "imap:7:4"), new("8@mail.example", "imap:7:8")]);
        list.Messages[1].Id.ShouldStartWith("sha256:");
        server.Commands.ShouldContain(c => c.Contains("UID SEARCH SINCE 1-Mar-2026 BEFORE 4-Mar-2026"));
        server.Commands.ShouldContain(c => c.Contains("EXAMINE \"INBOX\""));
        server.Commands.ShouldNotContain(c => c.Contains("SELECT") || c.Contains("STORE") || c.Contains("EXPUNGE") || c.Contains("CLOSE") || (c.Contains("BODY[") && !c.Contains("PEEK")));
    }

    [Fact]
    public async Task What_the_reader_has_still_to_read_is_not_missing()
    {
        await using var server = AnHour();
        (await Hour(server, last: 7)).IsNotReadYet.ShouldBeTrue();
        (await Hour(server, last: 8)).IsNotReadYet.ShouldBeFalse();
        (await Hour(server, validity: 6)).IsNotReadYet.ShouldBeTrue("the numbers mean other mails now");
        server.Mails.Clear();
        server.Dates.Clear();
        (await Hour(server, validity: 6)).IsNotReadYet.ShouldBeFalse();
    }

    [Fact]
    public async Task A_mail_that_the_server_does_not_give_out_is_known_by_its_place()
    {
        await using var server = AnHour(line => line.Contains("UID FETCH 4 ", StringComparison.Ordinal) ? StubMailServer.HangUp : null);
        (await Hour(server)).Failure.ShouldNotBeNull();
        (await Hour(server, passed: "imap:7:4")).Messages.Select(m => m.Id).ShouldBe(["three@mail.example", "imap:7:4", "8@mail.example"]);
    }

    [Fact]
    public async Task The_days_that_were_left_alone_are_not_missing()
    {
        await using var server = AnHour();
        var options = server.Options;
        options.Imap.Since = new DateOnly(2026, 3, 2);
        var list = await new ImapMailbox(options, TimeProvider.System).ListReceived(Since, Since.AddHours(1), new MailboxPosition(7, 100, new HashSet<string>()), Token);
        list.Messages.Select(m => m.Place).ShouldBe(["imap:7:3", "imap:7:8"]);
    }

    [Theory]
    [InlineData("SEARCH", "* SEARCH 3 99\r\n{0} OK\r\n")]
    [InlineData("SEARCH", "{0} NO not now\r\n")]
    [InlineData("INTERNALDATE", "* 1 FETCH (UID 3 INTERNALDATE \"soon\" RFC822.SIZE 5)\r\n{0} OK\r\n")]
    [InlineData("INTERNALDATE", "{0} OK\r\n")]
    [InlineData("EXAMINE", "{0} OK\r\n")]
    [InlineData("BODY.PEEK", StubMailServer.HangUp)]
    [InlineData("BODY.PEEK", "* 1 FETCH (UID 3 BODY[]<0> {{99999999}}\r\n")]
    [InlineData("AUTHENTICATE", "{0} NO wrong\r\n")]
    public async Task A_mailbox_that_cannot_tell_says_no_part(string command, string answer)
    {
        await using var server = AnHour(line => line.Contains(command, StringComparison.Ordinal) ? string.Format(System.Globalization.CultureInfo.InvariantCulture, answer, line.Split(' ')[0]) : null);
        var list = await Hour(server);
        (list.Failure is not null, list.IsNotReadYet, list.Messages.Count).ShouldBe((true, false, 0));
    }

    [Fact]
    public async Task A_mail_is_fetched_by_its_place()
    {
        await using var server = AnHour();
        var mailbox = new ImapMailbox(server.Options, TimeProvider.System);
        var mail = (await mailbox.Fetch("imap:7:3", Token)).Message!;
        (mail.Uid, mail.Whole, mail.Bytes.Length).ShouldBe((3u, true, server.Mails[3].Length));
        foreach (var gone in new[] { "imap:6:3", "imap:7:99", "imap:7:x", "3", "" }) (await mailbox.Fetch(gone, Token)).Failure.ShouldNotBeNull();
    }
}
