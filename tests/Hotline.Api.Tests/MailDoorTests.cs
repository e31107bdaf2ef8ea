using System.Text;
using Hotline.Channels.Mail;

namespace Hotline.Api.Tests;

public sealed class MailDoorOnSqlite(SqliteWithSockets fixture) : MailDoorTests(fixture), IClassFixture<SqliteWithSockets>;
public sealed class MailDoorOnPostgres(PostgresWithSockets fixture) : MailDoorTests(fixture), IClassFixture<PostgresWithSockets>;

public abstract class MailDoorTests : ThroughTheFrontDoor, IDisposable
{
    private const string Door = "/webhooks/mail/raw";
    private const string Key = "a-key-of-the-mail-server";
    private const string Address = "12345@city.example";

    private readonly Lazy<HotlineHost> _configured;

    protected MailDoorTests(HostFixture fixture) : base(fixture) => _configured = new(() => fixture.With(("Hotline:Channels:Mail:RawKey", Key), ("Hotline:Channels:Mail:Address", Address)));

    public void Dispose()
    {
        if (_configured.IsValueCreated) _configured.Value.Dispose();
        GC.SuppressFinalize(this);
    }

    private static string Mail(string head = "", string body = "桂子路路灯不亮。", string from = "林梅 <lin@mail.example>", string? id = null, string subject = "路灯") =>
        $"From: {from}\r\nTo: {Address}\r\nSubject: {subject}\r\nMessage-ID: <{id ?? Guid.NewGuid().ToString("N")}@mail.example>\r\n{head}\r\n{body}\r\n";

    private async Task<Answer> Send(string mail, HotlineHost? host = null) => await (host ?? _configured.Value).Anybody().Raw(HttpMethod.Post, Door, mail, "message/rfc822", ("X-Mail-Key", Key));

    private async Task<IReadOnlyList<Json>> Tickets() => (await (await _configured.Value.As("agent1")).Get("/api/tickets?channel=Email")).Ok()["items"].Items;

    private async Task<Json> TheTicket() => await (await _configured.Value.As("agent1")).Ticket((await Tickets()).ShouldHaveSingleItem()["id"].Id);

    [Fact]
    public async Task Without_a_key_the_door_says_what_is_missing() =>
        (await Send(Mail(), Host)).Refused(503, "mail.not_configured")["detail"].Text.ShouldContain("Hotline:Channels:Mail:RawKey");

    [Fact]
    public async Task Only_the_mail_server_may_come_in()
    {
        var anybody = _configured.Value.Anybody();
        (await anybody.Raw(HttpMethod.Post, Door, Mail(), "message/rfc822")).Refused(401, "mail.key_wrong");
        (await anybody.Raw(HttpMethod.Post, Door, Mail(), "message/rfc822", ("X-Mail-Key", Key + "x"))).Refused(401, "mail.key_wrong");
        (await anybody.Raw(HttpMethod.Post, Door, Mail(), "message/rfc822", ("Authorization", "Basic !!"))).Refused(401, "mail.key_wrong");
        (await Tickets()).ShouldBeEmpty();
        (await anybody.Raw(HttpMethod.Post, Door, Mail(), "message/rfc822", ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("mta:" + Key))))).Status.ShouldBe(200);
        (await Tickets()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_mail_becomes_a_ticket_of_its_sender()
    {
        var answer = (await Send(Mail())).Ok();
        answer["origin"].Text.ShouldBe("Person");
        var ticket = await TheTicket();
        ticket["number"].Text.ShouldBe(answer["ticketNumber"].Text);
        ticket["subject"].Text.ShouldBe("路灯");
        ticket["body"].Text.ShouldBe("桂子路路灯不亮。");
        var revealed = (await (await _configured.Value.As("agent1")).Post($"/api/tickets/{ticket["id"].Text}/resident/reveal", new { reason = "回复来信" })).Ok();
        revealed["email"].Text.ShouldBe("lin@mail.example");
        revealed["name"].Text.ShouldBe("林梅");
    }

    [Fact]
    public async Task A_mail_delivered_again_is_the_same_ticket()
    {
        var mail = Mail(id: "same");
        foreach (var answer in await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Send(mail)))) answer.Status.ShouldBe(200);
        (await Send("Received: by another.example\r\n" + mail)).Ok()["duplicate"].Flag.ShouldBeTrue();
        (await Tickets()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_mail_without_an_id_is_known_by_its_bytes()
    {
        const string mail = "From: lin@mail.example\r\nSubject: a\r\n\r\nlight";
        (await Send(mail)).Ok()["duplicate"].Flag.ShouldBeFalse();
        (await Send(mail)).Ok()["duplicate"].Flag.ShouldBeTrue();
        (await Send(mail + "s")).Ok()["duplicate"].Flag.ShouldBeFalse();
    }

    [Fact]
    public async Task Machines_mail_opens_no_ticket_and_no_quarantine()
    {
        (await Send(Mail("Auto-Submitted: auto-replied\r\n"))).Ok()["origin"].Text.ShouldBe("Automatic");
        (await Send(Mail(from: "MAILER-DAEMON@mx.example"))).Ok()["origin"].Text.ShouldBe("Bounce");
        (await Send(Mail(from: Address))).Ok()["origin"].Text.ShouldBe("Loop");
        (await Tickets()).ShouldBeEmpty();
        var administrator = await _configured.Value.As("admin1");
        (await administrator.Get("/api/intake/quarantine")).Ok()["items"].Items.ShouldBeEmpty();
        var status = (await administrator.Get("/api/intake/status")).Ok();
        (status["committed"].Number, status["quarantined"].Number).ShouldBe((3, 0));
    }

    [Fact]
    public async Task An_answer_of_the_same_resident_supplements_the_open_ticket()
    {
        var number = (await Send(Mail())).Ok()["ticketNumber"].Text;
        var pdf = Convert.ToBase64String("%PDF-1.4 photo"u8);
        var answer = (await Send(Mail($"In-Reply-To: <{new MailThread(Address).MessageIdOf(number, Guid.NewGuid())}>\r\nContent-Type: multipart/mixed; boundary=b\r\n",
            $"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n还是不亮。\r\n--b\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n{pdf}\r\n--b--"))).Ok();
        answer["ticketNumber"].Text.ShouldBe(number);
        var ticket = await TheTicket();
        ticket["supplements"].Items.ShouldHaveSingleItem()["text"].Text.ShouldBe("还是不亮。");
        ticket["attachments"].Items.ShouldHaveSingleItem()["fileName"].Text.ShouldBe("a.pdf");
        (await Send(Mail(subject: $"Re: [{number}]", body: "再说一次。"))).Ok()["ticketNumber"].Text.ShouldBe(number);
        (await TheTicket())["supplements"].Items.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_stranger_who_knows_the_number_opens_a_ticket_that_names_it()
    {
        var number = (await Send(Mail())).Ok()["ticketNumber"].Text;
        var other = (await Send(Mail(subject: $"[{number}]", body: "我也要说。", from: "wu@mail.example"))).Ok()["ticketNumber"].Text;
        other.ShouldNotBe(number);
        var agent = await _configured.Value.As("agent1");
        foreach (var row in await Tickets())
        {
            var ticket = await agent.Ticket(row["id"].Id);
            ticket["supplements"].Items.ShouldBeEmpty();
            if (ticket["number"].Text == other) ticket["body"].Text.ShouldContain(number);
        }
    }

    [Fact]
    public async Task A_zip_that_says_it_is_a_picture_is_named_and_not_taken()
    {
        var zip = Convert.ToBase64String([(byte)'P', (byte)'K', 3, 4, 20, 0, 0, 0]);
        (await Send(Mail("Content-Type: multipart/mixed; boundary=b\r\n", $"--b\r\n\r\nlight\r\n--b\r\nContent-Type: image/jpeg; name=photo.jpg\r\nContent-Transfer-Encoding: base64\r\n\r\n{zip}\r\n--b--"))).Status.ShouldBe(200);
        var ticket = await TheTicket();
        ticket["attachments"].Items.ShouldBeEmpty();
        ticket["body"].Text.ShouldContain("photo.jpg");
    }

    [Fact]
    public async Task A_mail_above_30_MB_is_refused_and_one_of_a_thousand_nested_parts_is_taken()
    {
        (await Send(Mail(body: new string('a', MimeReader.LargestMail)))).Refused(413, "request.too_large");
        (await Tickets()).ShouldBeEmpty();
        var nested = string.Concat(Enumerable.Range(0, 1_000).Select(i => $"--n{i}\r\nContent-Type: multipart/mixed; boundary=n{i + 1}\r\n\r\n"));
        (await Send(Mail("Content-Type: multipart/mixed; boundary=n0\r\n", nested))).Status.ShouldBe(200);
        (await Tickets()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_mail_server_that_asks_first_is_told_before_it_sends_30_MB()
    {
        using var line = await Connect($"Content-Length: {MimeReader.LargestMail + 1}\r\nExpect: 100-continue");
        (await line.Until("request.too_large")).ShouldStartWith("HTTP/1.1 413 ");
        var mail = Mail(body: "light", from: "lin@mail.example", subject: "light");
        using var small = await Connect($"Content-Length: {mail.Length}\r\nExpect: 100-continue\r\nConnection: close");
        (await small.Until("\r\n\r\n")).ShouldStartWith("HTTP/1.1 100 Continue");
        await small.Write(mail);
        (await small.Until("\r\n\r\n")).ShouldStartWith("HTTP/1.1 200 OK");
    }

    [Fact]
    public async Task A_mail_too_long_whose_length_nobody_declared_is_read_to_its_end_and_refused()
    {
        using var line = await Connect("Transfer-Encoding: chunked\r\nConnection: close");
        var chunk = new string('a', 1024 * 1024);
        for (var i = 0; i < 40; i++) await line.Write($"100000\r\n{chunk}\r\n");
        await line.Write("0\r\n\r\n");
        (await line.Until("request.too_large")).ShouldStartWith("HTTP/1.1 413 ");
    }

    private async Task<RawLine> Connect(string headers)
    {
        var line = new RawLine(_configured.Value.Address);
        await line.Write($"POST {Door} HTTP/1.1\r\nHost: localhost\r\nX-Mail-Key: {Key}\r\nContent-Type: message/rfc822\r\n{headers}\r\n\r\n");
        return line;
    }

    /// <summary>HTTP by hand: what a library would smooth over is what is asked about.</summary>
    private sealed class RawLine(Uri address) : IDisposable
    {
        private readonly System.Net.Sockets.TcpClient _socket = new(address.Host, address.Port);

        public async Task Write(string text) => await _socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);

        /// <summary>What was said up to these words.</summary>
        public async Task<string> Until(string words)
        {
            var said = new StringBuilder();
            var buffer = new byte[4096];
            while (!said.ToString().Contains(words, StringComparison.Ordinal))
            {
                var read = await _socket.GetStream().ReadAsync(buffer, TestContext.Current.CancellationToken);
                if (read == 0) throw new EndOfStreamException(said.ToString());
                said.Append(Encoding.UTF8.GetString(buffer, 0, read));
            }
            return said.ToString();
        }

        public void Dispose() => _socket.Dispose();
    }
}
