using Hotline.Api.Data;
using Hotline.Api.Intake.ChannelDesk;
using Hotline.Channels;
using Hotline.Channels.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Api.Tests;

public sealed class MailServersOnSqlite(SqliteWithMail fixture) : MailServersTests(fixture), IClassFixture<SqliteWithMail>;
public sealed class MailServersOnPostgres(PostgresWithMail fixture) : MailServersTests(fixture), IClassFixture<PostgresWithMail>;

public sealed class SqliteWithMail() : MailHost(TestDatabaseKind.Sqlite);
public sealed class PostgresWithMail() : MailHost(TestDatabaseKind.Postgres);

/// <summary>One host whose mailbox and way out are a real Dovecot and a real Postfix.</summary>
public abstract class MailHost : IDisposable
{
    private readonly Lazy<HotlineHost> _host;

    protected MailHost(TestDatabaseKind kind)
    {
        Missing = kind == TestDatabaseKind.Postgres && Environment.GetEnvironmentVariable("HOTLINE_TEST_POSTGRES") is not { Length: > 0 } ? "HOTLINE_TEST_POSTGRES is not set" : null;
        if (Missing is null) Missing = (Servers = new RealMailServers()).Missing;
        _host = new(() => HotlineHost.Start(kind, settings: Servers!.Settings));
    }

    public string? Missing { get; }
    public RealMailServers? Servers { get; }
    public HotlineHost Host => _host.Value;

    public void Dispose()
    {
        if (_host.IsValueCreated) _host.Value.Dispose();
        Servers?.Dispose();
        GC.SuppressFinalize(this);
    }
}

/// <summary>Mail the whole way: a stranger's server, Postfix, Dovecot, the mailbox's reader, the ticket, and back to the resident.</summary>
public abstract class MailServersTests
{
    private readonly RealMailServers _servers;
    private readonly HotlineHost _host;

    protected MailServersTests(MailHost fixture)
    {
        if (fixture.Missing is { } why) Assert.Skip(why);
        (_servers, _host) = (fixture.Servers!, fixture.Host);
    }

    private void Write(string subject, string body = "桂子路路灯不亮。", string head = "", string from = RealMailServers.Resident, string to = RealMailServers.Hotline, string? envelope = null, string? id = null) =>
        _servers.Deliver(envelope ?? from, to, $"From: 林梅 <{from}>\nTo: {to}\nSubject: {subject}\nMessage-ID: <{id ?? Guid.NewGuid().ToString("N")}@mail.example>\n{head}\n{body}\n.a line that begins with a dot\n");

    private async Task<Json> Ticket(string subject) => await RealMailServers.Comes(async () =>
    {
        var agent = await _host.As("agent1");
        return (await agent.Get("/api/tickets?channel=Email&limit=200")).Ok()["items"].Items.FirstOrDefault(t => t["subject"].Text == subject) is { } row ? await agent.Ticket(row["id"].Id) : null;
    }, $"the ticket {subject}");

    private async Task<int> HowMany(string subject) =>
        (await (await _host.As("agent1")).Get("/api/tickets?channel=Email&limit=200")).Ok()["items"].Items.Count(t => t["subject"].Text == subject);

    private async Task<Json> Notice(string number, string state) => await RealMailServers.Comes(async () =>
        (await (await _host.As("admin1")).Get($"/api/outgoing?state={(state == "Delivered" ? "Sent" : state)}&limit=200")).Ok()["items"].Items.FirstOrDefault(n => n["ticketNumber"].Text == number && (state != "Delivered" || n["delivery"].Text == state)), $"a notice of {number} that is {state}");

    private async Task<MailMessage> Received(string number) => await RealMailServers.Comes(async () =>
    {
        await Task.CompletedTask;
        return _servers.MailsOf(RealMailServers.Resident).Select(m => Read(m.Text)).FirstOrDefault(m => m.Subject.Contains(number, StringComparison.Ordinal));
    }, $"a mail about {number}");

    private static MailMessage Read(string text) => MimeReader.TryRead(System.Text.Encoding.UTF8.GetBytes(text), out var mail, out _) ? mail : throw new InvalidOperationException("no mail");

    private async Task<Json> Supplement(string subject, string text) => await RealMailServers.Comes(async () =>
        (await Ticket(subject))["supplements"].Items.FirstOrDefault(s => s["text"].Text.Contains(text, StringComparison.Ordinal)), $"{text} at the ticket {subject}");

    [Fact]
    public async Task A_mail_becomes_a_ticket_its_answer_is_seen_to_arrive_and_three_kinds_of_answers_find_the_ticket_again()
    {
        Write("路灯一号", id: "first");
        var ticket = await Ticket("路灯一号");
        ticket["body"].Text.ShouldBe("桂子路路灯不亮。\n.a line that begins with a dot");
        var number = ticket["number"].Text;

        var answer = await Received(number);
        answer.From!.ShouldBe(new MailContact(RealMailServers.Hotline, "云江市12345热线"));
        answer.Subject.ShouldBe($"Re: [{number}] 路灯一号");
        answer.Text.ShouldContain(number);
        answer.InReplyTo.ShouldBe(["first@mail.example"]);
        answer.Signs.AutoSubmitted.ShouldBe("auto-replied");
        // Postfix reports the delivery, the reader of the mailbox finds the report, the notice tells it.
        (await Notice(number, "Delivered"))["to"].Text.ShouldNotContain("lin@");

        Write("完全是另一个主题", "按编号回复。", $"In-Reply-To: <{answer.MessageId}>\n");
        await Supplement("路灯一号", "按编号回复。");
        Write("又一个主题", "按地址回复。", to: $"12345+{number}@city.example");
        await Supplement("路灯一号", "按地址回复。");
        Write($"回复：[{number}]", "按主题回复。");
        await Supplement("路灯一号", "按主题回复。");
        var email = (await (await _host.As("admin1")).Get("/api/channels")).Ok().Items.Single(c => c["channel"].Text == "Email");
        var mailbox = email["readers"].Items.ShouldHaveSingleItem();
        (email["whyNotConfigured"].IsMissing, mailbox["takenAt"].IsMissing, mailbox["error"].IsMissing).ShouldBe((true, false, true));
        // Reading leaves no mark: whoever looks at the mailbox besides us sees what is new to them.
        _servers.MailsOf(RealMailServers.Hotline).ShouldAllBe(m => !m.Name.Contains(",S", StringComparison.Ordinal) && !m.Name.Contains(":2,S", StringComparison.Ordinal));
        _host.ErrorLog.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_answer_that_comes_back_is_told_at_its_notice_and_opens_no_ticket()
    {
        Write("路灯二号", from: "gone@mail.example");
        var number = (await Ticket("路灯二号"))["number"].Text;
        var notice = await Notice(number, "Failed");
        notice["reasonCode"].Text.ShouldBe("notice.bounced");
        notice["reason"].Text.ShouldContain("5.1.1");
        notice["reason"].Text.ShouldNotContain("gone@");
        var operators = await _host.As("admin1");
        (await operators.Get("/api/intake/set-aside?reason=mail.report&limit=50")).Ok()["items"].Items.ShouldNotBeEmpty();
        (await operators.Get("/api/intake/set-aside?limit=50")).Ok()["items"].Items.ShouldNotContain(m => m["reasonCode"].Text == "mail.report");
    }

    [Fact]
    public async Task The_mailbox_tells_what_came_and_it_is_known_by_the_same_identity()
    {
        Write("路灯清点", id: "seventh");
        await Ticket("路灯清点");
        using var scope = _host.Services.CreateScope();
        var mailbox = scope.ServiceProvider.GetServices<IReconcilable>().Single(r => r.Channel == ChannelKind.Email);
        var (now, ct) = (DateTimeOffset.UtcNow, TestContext.Current.CancellationToken);   // the mail server's clock is not the test's
        var list = await RealMailServers.Comes(async () => await mailbox.ListReceived(now.AddHours(-1), now.AddHours(1), ct) is { IsNotReadYet: false } read ? read : null, "what the mailbox received");
        list.Failure.ShouldBeNull();
        var seventh = list.Messages.Single(m => m.Id == "seventh@mail.example");
        await using var db = await scope.ServiceProvider.GetRequiredService<IDbContextFactory<HotlineDb>>().CreateDbContextAsync(ct);
        (await mailbox.Known(db, [.. list.Messages.Select(m => m.Id)], ct)).Order().ShouldBe(list.Messages.Select(m => m.Id).Distinct().Order());
        (await mailbox.ListReceived(now.AddHours(-2), now.AddHours(-1), ct)).Messages.ShouldBeEmpty();

        (await mailbox.Recover(seventh, ct)).ShouldBeNull();
        (await mailbox.Recover(seventh with { Place = seventh.Place + "99" }, ct)).ShouldNotBeNull();
        (await HowMany("路灯清点")).ShouldBe(1);
        _servers.MailsOf(RealMailServers.Hotline).ShouldAllBe(m => !m.Name.Contains(":2,S", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Machines_answers_are_set_aside_and_are_not_answered()
    {
        Write("不在办公室", head: "Auto-Submitted: auto-replied\n", from: "away@mail.example");
        await RealMailServers.Comes(async () => (await (await _host.As("admin1")).Get("/api/intake/set-aside?reason=mail.automatic")).Ok()["items"].Items.FirstOrDefault(m => m["subject"].Text == "不在办公室"), "the mail that was set aside");
        (await HowMany("不在办公室")).ShouldBe(0);
        _servers.MailsOf("away@mail.example").ShouldBeEmpty();
    }

    [Fact]
    public async Task Mails_that_came_while_the_mailbox_was_away_are_read_once_it_is_back_and_new_numbers_repeat_nothing()
    {
        Write("路灯四号");
        await Ticket("路灯四号");
        _servers.StopImap();
        Write("路灯五号");
        _servers.StartImap();
        await Ticket("路灯五号");

        _servers.StopImap();
        _servers.ForgetNumbers();
        _servers.StartImap();
        Write("路灯六号");
        await Ticket("路灯六号");
        (await HowMany("路灯四号"), await HowMany("路灯五号"), await HowMany("路灯六号")).ShouldBe((1, 1, 1));
    }

    [Fact]
    public async Task Two_nodes_on_one_mailbox_take_each_mail_once_and_one_goes_on_alone()
    {
        using (var other = _host.AnotherNode())
        {
            Write("路灯七号");
            await Ticket("路灯七号");
        }
        Write("路灯八号");
        await Ticket("路灯八号");
        (await HowMany("路灯七号"), await HowMany("路灯八号")).ShouldBe((1, 1));
    }
}
