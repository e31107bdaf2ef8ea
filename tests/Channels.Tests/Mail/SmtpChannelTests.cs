using System.Text;
using Hotline.Channels.Mail;
using Hotline.Channels.Mail.Smtp;

namespace Hotline.Channels.Tests.Mail;

public sealed class SmtpChannelTests
{
    private const string Number = "990100202603020000018";
    private static readonly Guid Id = Guid.Parse("0198a5f0-0000-7000-8000-00000000abcd");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static OutgoingMessage Message(string to = "lin@mail.example", string text = "您的诉求已受理。\n.一行以点开头", string subject = "Re: [990100202603020000018] 桂子路的路灯晚上不亮已经有三天了请尽快派人来看看谢谢", string? answers = "m1@mail.example") =>
        new(Id, to, text, null) { Mail = new MailHead(Number, subject, answers, true) };

    private static Task<SendResult> Send(MailOptions options, OutgoingMessage? message = null) => new SmtpChannel(options, TimeProvider.System).Send(message ?? Message(), Token);

    private static MailMessage Read(string mail) => MimeReader.TryRead(Encoding.UTF8.GetBytes(mail), out var read, out _) ? read : throw new InvalidOperationException("no mail");

    [Fact]
    public async Task A_mail_says_who_answers_what_and_where_answers_go()
    {
        await using var server = new StubSmtp();
        var options = server.Options;
        options.Smtp.FromName = "云江市12345热线";
        var result = await Send(options);
        result.Outcome.ShouldBe(SendOutcome.Accepted);
        var raw = server.Mails.ShouldHaveSingleItem();
        raw.Split("\r\n").ShouldAllBe(l => l.Length <= 120 && l.All(c => c < 128));
        raw.ShouldContain($"Reply-To: 12345+{Number}@city.example\r\n");
        raw.ShouldContain("References: <m1@mail.example>\r\n");
        var mail = Read(raw);
        mail.From.ShouldBe(new MailContact(Write.Address, "云江市12345热线"));
        mail.Subject.ShouldBe(Message().Mail!.Subject);
        mail.Text.ShouldBe(Message().Text);
        mail.MessageId.ShouldBe(result.ProviderId);
        mail.InReplyTo.ShouldBe(["m1@mail.example"]);
        var thread = new MailThread(Write.Address);
        // Our own mail, should it come back, opens nothing; an answer to it finds the ticket and the notice.
        MailOrigins.Of(mail, thread).ShouldBe(MailOrigin.Loop);
        thread.MailOf(mail.MessageId).ShouldBe(Id);
        thread.Numbers(Read($"In-Reply-To: <{mail.MessageId}>\r\n\r\nx")).ShouldBe([Number]);
    }

    [Fact]
    public async Task A_delivery_report_is_asked_for_where_the_server_offers_it()
    {
        await using (var server = new StubSmtp())
        {
            await Send(server.Options);
            server.Commands.ShouldContain(c => c.StartsWith("MAIL FROM:<12345@city.example> SIZE=", StringComparison.Ordinal) && c.EndsWith($" RET=HDRS ENVID={Id:N}", StringComparison.Ordinal));
            server.Commands.ShouldContain("RCPT TO:<lin@mail.example> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;lin@mail.example");
        }

        await using var plain = new StubSmtp(offers: "");
        (await Send(plain.Options)).Outcome.ShouldBe(SendOutcome.Accepted);
        plain.Commands.ShouldContain("MAIL FROM:<12345@city.example>");
        plain.Commands.ShouldContain("RCPT TO:<lin@mail.example>");
    }

    [Theory]
    [InlineData("subject\r\nBcc: all@mail.example", "a\r\n\r\nb")]
    [InlineData("=?utf-8?B?QQ==?=\nX: y", "\r\n.\r\nMAIL FROM:<x@mail.example>")]
    [InlineData("\u0001\u2028Bcc: all@mail.example", ".")]
    public async Task No_text_adds_a_line_to_the_head_or_ends_the_mail(string subject, string text)
    {
        await using var server = new StubSmtp();
        (await Send(server.Options, Message(subject: subject, text: text, answers: "a>\r\nBcc: <b"))).Outcome.ShouldBe(SendOutcome.Accepted);
        var mail = server.Mails.ShouldHaveSingleItem();
        mail.Split("\r\n\r\n")[0].Split("\r\n").ShouldNotContain(l => l.StartsWith("Bcc", StringComparison.OrdinalIgnoreCase) || l.StartsWith("X:", StringComparison.Ordinal) || l.StartsWith("In-Reply-To", StringComparison.Ordinal));
        server.Commands.Count(c => c.StartsWith("MAIL", StringComparison.Ordinal)).ShouldBe(1);
        Read(mail).Subject.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("lin@mail.example\r\nRCPT TO:<b@mail.example>")]
    [InlineData("lin@mail.example> NOTIFY=NEVER")]
    [InlineData("\"a b\"@mail.example")]
    [InlineData("12345@city.example")]
    [InlineData("12345+990100202603020000018@city.example")]
    [InlineData("lin")]
    [InlineData("")]
    [InlineData("林@mail.example")]
    public async Task An_address_that_is_none_never_reaches_the_server(string to)
    {
        await using var server = new StubSmtp();
        var result = await Send(server.Options, Message(to));
        (result.Outcome, result.ErrorCode).ShouldBe((SendOutcome.Refused, "mail.address"));
        server.Commands.ShouldNotContain(c => c.StartsWith("RCPT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Addresses_in_other_scripts_go_where_the_server_takes_them()
    {
        await using var server = new StubSmtp(offers: "SMTPUTF8|DSN");
        (await Send(server.Options, Message("林@邮箱.example"))).Outcome.ShouldBe(SendOutcome.Accepted);
        server.Commands.ShouldContain(c => c.StartsWith("MAIL", StringComparison.Ordinal) && c.Contains(" SMTPUTF8"));
        server.Commands.ShouldContain(c => c.StartsWith("RCPT TO:<", StringComparison.Ordinal) && c.Contains("@xn--") && !c.Contains("ORCPT"));
    }

    public static TheoryData<string, string, SendOutcome, string> Answers => new()
    {
        { "", "554 no\r\n", SendOutcome.RetryLater, "mail.refused" },
        { "", "hello\r\n", SendOutcome.RetryLater, "mail.broken" },
        { "", StubMailServer.HangUp, SendOutcome.RetryLater, "mail.cut_off" },
        { "", StubMailServer.Silence, SendOutcome.RetryLater, "mail.silent" },
        { "EHLO", "500 what\r\n", SendOutcome.RetryLater, "mail.refused" },
        { "MAIL", "452 4.2.2 full\r\n", SendOutcome.RetryLater, "452" },
        { "MAIL", "552 5.3.4 too large\r\n", SendOutcome.Refused, "552" },
        { "RCPT", "550-5.1.1 <lin@mail.example>\r\n550 5.1.1 unknown\r\n", SendOutcome.Refused, "550" },
        { "RCPT", "450 4.2.1 later\r\n", SendOutcome.RetryLater, "450" },
        { "RCPT", "421 4.3.2 closing\r\n", SendOutcome.RetryLater, "421" },
        { "DATA", "554 no\r\n", SendOutcome.Refused, "554" },
        { ".", "554 5.7.1 spam from 12345@city.example\r\n", SendOutcome.Refused, "554" },
        { ".", "451 4.3.0 later\r\n", SendOutcome.RetryLater, "451" },
        // From here on the server may have it.
        { ".", StubMailServer.HangUp, SendOutcome.Unknown, "mail.cut_off" },
        { ".", StubMailServer.Silence, SendOutcome.Unknown, "mail.silent" },
    };

    [Theory, MemberData(nameof(Answers))]
    public async Task Every_answer_decides_what_is_done_next(string at, string answer, SendOutcome outcome, string code)
    {
        await using var server = new StubSmtp(line => (at.Length == 0 ? line.Length == 0 : line == at || line.StartsWith(at + " ", StringComparison.Ordinal)) ? answer : null);
        var options = server.Options;
        options.Smtp.Timeout = TimeSpan.FromMilliseconds(400);
        var result = await Send(options);
        (result.Outcome, result.ErrorCode).ShouldBe((outcome, code));
        (result.ErrorText ?? "").ShouldNotContain("@");
        if (outcome == SendOutcome.Unknown) result.RetryAfter!.Value.ShouldBeGreaterThan(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_tried_again_later()
    {
        MailOptions options;
        await using (var server = new StubSmtp()) options = server.Options;
        var result = await Send(options);
        (result.Outcome, result.ErrorCode).ShouldBe((SendOutcome.RetryLater, "mail.unreachable"));
    }

    [Theory]
    [InlineData("AUTH PLAIN LOGIN", "AUTH PLAIN AHVzZXIAZ2VoZWlt")]
    [InlineData("AUTH=LOGIN", "AUTH LOGIN")]
    [InlineData("", null)]
    public async Task Signs_in_as_the_server_offers(string offers, string? command)
    {
        await using var server = new StubSmtp(line => line is "dXNlcg==" ? "334 UGFzc3dvcmQ6\r\n" : line is "Z2VoZWlt" ? "235 in\r\n" : null, offers);
        var options = server.Options;
        (options.Smtp.User, options.Smtp.Password) = ("user", "geheim");
        var result = await Send(options);
        if (command is null) (result.Outcome, result.ErrorCode).ShouldBe((SendOutcome.Refused, "mail.sign_in_refused"));
        else
        {
            result.Outcome.ShouldBe(SendOutcome.Accepted);
            server.Commands.ShouldContain(command);
        }
    }

    [Fact]
    public async Task Without_TLS_that_was_asked_for_nothing_is_said()
    {
        await using var server = new StubSmtp();
        var options = server.Options;
        (options.Smtp.Security, options.Smtp.User, options.Smtp.Password) = (MailSecurity.StartTls, "user", "geheim");
        var result = await Send(options);
        (result.Outcome, result.ErrorCode).ShouldBe((SendOutcome.RetryLater, "mail.tls"));
        server.Commands.ShouldNotContain(c => c.StartsWith("AUTH", StringComparison.Ordinal) || c.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_configuration_the_channel_says_what_is_missing()
    {
        var channel = new SmtpChannel(new MailOptions(), TimeProvider.System);
        channel.IsConfigured.ShouldBeFalse();
        var result = await channel.Send(Message(), Token);
        (result.Outcome, result.ErrorText).ShouldBe((SendOutcome.Refused, "Hotline:Channels:Mail:Smtp:Host is not set"));
    }
}
