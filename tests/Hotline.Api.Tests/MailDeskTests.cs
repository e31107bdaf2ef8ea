using Hotline.Channels.Mail;
using Hotline.Channels.Tests.Mail;

namespace Hotline.Api.Tests;

public sealed class MailDeskOnSqlite(Sqlite fixture) : MailDeskTests(fixture), IClassFixture<Sqlite>;
public sealed class MailDeskOnPostgres(Postgres fixture) : MailDeskTests(fixture), IClassFixture<Postgres>;

/// <summary>What the desk sees of mail: what was set aside, what went out and what became of it.</summary>
public abstract class MailDeskTests : ThroughTheFrontDoor, IAsyncDisposable
{
    private const string Address = "12345@city.example";
    private readonly StubSmtp _smtp = new();
    private readonly HotlineHost _host;

    protected MailDeskTests(HostFixture fixture) : base(fixture) => _host = fixture.With(("Hotline:Channels:Mail:RawKey", "a-key-of-the-mail-server"), ("Hotline:Channels:Mail:Address", Address),
        ("Hotline:Channels:Mail:Smtp:Host", "127.0.0.1"), ("Hotline:Channels:Mail:Smtp:Port", $"{_smtp.Port}"), ("Hotline:Channels:Mail:Smtp:Security", "None"));

    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        await _smtp.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private async Task<Json> Send(string subject, string body = "桂子路路灯不亮。", string head = "", string from = "林梅 <lin@mail.example>") =>
        (await _host.Anybody().Raw(HttpMethod.Post, "/webhooks/mail/raw", $"From: {from}\r\nTo: {Address}\r\nSubject: {subject}\r\nMessage-ID: <{Guid.NewGuid():N}@mail.example>\r\n{head}\r\n{body}\r\n", "message/rfc822", ("X-Mail-Key", "a-key-of-the-mail-server"))).Ok();

    private async Task<IReadOnlyList<Json>> SetAside(string query = "") => (await (await _host.As("supervisor1")).Get("/api/intake/set-aside" + query)).Ok()["items"].Items;

    private async Task<Json> Notice(string number, string state)
    {
        Json? notice = null;
        var administrator = await _host.As("admin1");
        await Eventually.Holds(async () => (notice = (await administrator.Get($"/api/outgoing?state={(state == "Delivered" ? "Sent" : state)}&limit=200")).Ok()["items"].Items.FirstOrDefault(n => n["ticketNumber"].Text == number && (state != "Delivered" || n["delivery"].Text == state))) is not null, $"a notice of {number} is {state}");
        return notice!;
    }

    private static string Report(string envelope, string action, string status) => $"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.mail.example\r\nOriginal-Envelope-Id: {envelope}\r\n\r\nFinal-Recipient: rfc822; lin@mail.example\r\nAction: {action}\r\nStatus: {status}\r\nDiagnostic-Code: smtp; 550 {status} <lin@mail.example>: unknown\r\n--b--";

    private Task<Json> Reports(string envelope, string action, string status) =>
        Send("Delivery Status", Report(envelope, action, status), "Return-Path: <>\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n", "MAILER-DAEMON@mx.mail.example");

    [Fact]
    public async Task What_was_taken_for_a_machines_is_listed_and_a_person_decides()
    {
        await Send("自动回复：休假", "我的电话15005550006，路灯仍不亮。", "Auto-Submitted: auto-replied\r\n");
        await Send("Undelivered", from: "MAILER-DAEMON@mx.mail.example");
        await Send("ours", from: Address);
        var all = await SetAside();
        all.Select(m => m["reasonCode"].Text).ShouldBe(["mail.loop", "mail.bounce", "mail.automatic"]);
        (await SetAside("?limit=2")).Count.ShouldBe(2);
        (await SetAside("?reason=mail.bounce")).ShouldHaveSingleItem()["subject"].Text.ShouldBe("Undelivered");
        var automatic = all[2];
        automatic.ToString().ShouldNotContain("15005550006");
        automatic.ToString().ShouldNotContain("lin@mail.example");
        automatic["reason"].Text.ShouldBe("自动回复或群发邮件。");

        var supervisor = await _host.As("supervisor1");
        var taken = (await supervisor.Post($"/api/intake/set-aside/{automatic["id"].Text}/ticket")).Ok();
        var ticket = await (await _host.As("agent1")).Ticket(taken["ticketId"].Id);
        (ticket["number"].Text, ticket["subject"].Text, ticket["channel"].Text).ShouldBe((taken["ticketNumber"].Text, "自动回复：休假", "Email"));
        ticket["body"].Text.ShouldContain("路灯仍不亮");
        (await supervisor.Post($"/api/intake/set-aside/{automatic["id"].Text}/ticket")).Refused(409, "message.not_set_aside");
        (await supervisor.Post($"/api/intake/set-aside/{automatic["id"].Text}/discard")).Refused(409, "message.not_set_aside");

        (await supervisor.Post($"/api/intake/set-aside/{all[1]["id"].Text}/discard")).Status.ShouldBe(204);
        (await supervisor.Post($"/api/intake/set-aside/{all[1]["id"].Text}/discard")).Status.ShouldBe(204);   // a repeat says the same
        (await supervisor.Post($"/api/intake/set-aside/{all[1]["id"].Text}/ticket")).Refused(409, "message.not_set_aside");
        (await SetAside()).ShouldHaveSingleItem()["reasonCode"].Text.ShouldBe("mail.loop");

        (await supervisor.Get("/api/intake/set-aside?reason=mail.nothing")).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["reason"]);
        (await supervisor.Post($"/api/intake/set-aside/{Guid.NewGuid()}/ticket")).Refused(404, "message.not_found");
        (await (await _host.As("agent1")).Get("/api/intake/set-aside")).Refused(403, "session.forbidden");
    }

    [Fact]
    public async Task What_two_people_release_at_once_becomes_one_ticket()
    {
        await Send("不在", head: "Precedence: bulk\r\n");
        var id = (await SetAside()).ShouldHaveSingleItem()["id"].Text;
        var people = new[] { await _host.As("supervisor1"), await _host.As("admin1"), await _host.AsAgain("supervisor1"), await _host.AsAgain("admin1") };
        var answers = await Task.WhenAll(people.Select(p => p.Post($"/api/intake/set-aside/{id}/ticket")));
        answers.Select(a => a.Status).Order().ShouldBe([200, 409, 409, 409]);
        (await (await _host.As("agent1")).Get("/api/tickets?channel=Email")).Ok()["items"].Items.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_that_was_set_aside_wrongly_goes_on_with_its_ticket()
    {
        var number = (await Send("路灯"))["ticketNumber"].Text;
        await Send($"Re: [{number}]", "还是不亮。", "X-Autoreply: yes\r\n");
        var id = (await SetAside()).ShouldHaveSingleItem()["id"].Text;
        var taken = (await (await _host.As("admin1")).Post($"/api/intake/set-aside/{id}/ticket")).Ok();
        taken["ticketNumber"].Text.ShouldBe(number);
        (await (await _host.As("agent1")).Ticket(taken["ticketId"].Id))["supplements"].Items.ShouldHaveSingleItem()["text"].Text.ShouldBe("还是不亮。");
    }

    [Fact]
    public async Task A_mail_is_answered_by_mail_and_reports_move_its_state_forward_only()
    {
        var number = (await Send("路灯"))["ticketNumber"].Text;
        var sent = await Notice(number, "Sent");
        sent["to"].Text.ShouldNotContain("lin@mail.example");
        var mail = _smtp.Mails.ShouldHaveSingleItem();
        mail.ShouldContain($"Reply-To: 12345+{number}@city.example");
        MimeReader.TryRead(System.Text.Encoding.UTF8.GetBytes(mail), out var read, out _).ShouldBeTrue();
        (read!.Subject, read.To[0].Address).ShouldBe(($"Re: [{number}] 路灯", "lin@mail.example"));
        var envelope = sent["id"].Id.ToString("N");

        await Reports(envelope, "delayed", "4.4.1");
        (await Notice(number, "Sent"))["id"].Id.ShouldBe(sent["id"].Id);
        await Reports(envelope, "delivered", "2.0.0");
        await Notice(number, "Delivered");
        await Reports(envelope, "failed", "5.1.1");   // late, or made up
        await Notice(number, "Delivered");
        // Matched reports are nobody's work.
        (await SetAside()).ShouldBeEmpty();
        (await SetAside("?reason=mail.report")).Count.ShouldBe(3);
        (await (await _host.As("agent1")).Get("/api/tickets?channel=Email")).Ok()["items"].Items.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_bounce_is_told_at_the_notice_and_a_report_of_nothing_of_ours_waits_for_a_person()
    {
        var number = (await Send("路灯"))["ticketNumber"].Text;
        var envelope = (await Notice(number, "Sent"))["id"].Id.ToString("N");
        await Reports(envelope, "failed", "5.1.1");
        var failed = await Notice(number, "Failed");
        failed["reasonCode"].Text.ShouldBe("notice.bounced");
        failed["reason"].Text.ShouldContain("5.1.1");
        failed["reason"].Text.ShouldNotContain("lin@");
        await Reports(Guid.NewGuid().ToString("N"), "failed", "5.1.1");
        (await SetAside()).ShouldHaveSingleItem()["reasonCode"].Text.ShouldBe("mail.bounce");
    }

    [Fact]
    public async Task Machines_that_mark_nothing_are_not_answered_for_ever()
    {
        for (var i = 0; i < 22; i++) await Send($"ping {i}", $"ping {i}", from: "bot@mail.example");
        var administrator = await _host.As("admin1");
        IReadOnlyList<Json> held = [];
        await Eventually.Holds(async () => (held = (await administrator.Get("/api/outgoing?state=NotSent&limit=200")).Ok()["items"].Items).Count == 2, "two answers are held back");
        held.ShouldAllBe(n => n["reasonCode"].Text == "notice.loop_suspected");
        await Eventually.Holds(async () => (await administrator.Get("/api/outgoing?state=Sent&limit=200")).Ok()["items"].Items.Count == 20, "the others have gone");
        _smtp.Mails.Count.ShouldBe(20);
    }

    [Fact]
    public void A_server_that_cannot_be_used_is_told_at_the_start() =>
        Should.Throw<InvalidOperationException>(() => Fixture.With(("Hotline:Channels:Mail:Address", Address), ("Hotline:Channels:Mail:Smtp:Host", "mail.city.example"), ("Hotline:Channels:Mail:Smtp:Security", "None")).Dispose())
            .Message.ShouldContain("Hotline:Channels:Mail:Smtp:Security");
}
