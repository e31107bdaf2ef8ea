namespace Hotline.Api.Tests;

public sealed class NastyRequestOnSqlite(SqliteWithSockets fixture) : NastyRequestTests(fixture), IClassFixture<SqliteWithSockets>;
public sealed class NastyRequestOnPostgres(PostgresWithSockets fixture) : NastyRequestTests(fixture), IClassFixture<PostgresWithSockets>;

/// <summary>Whatever is sent to whatever address: an answer with a reason, never a fault of ours.</summary>
public abstract class NastyRequestTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    private static readonly string[] Ids = ["", "x", "0", "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "%00", "..%2f..%2fetc", "%f0%9f%98%80", "'--"];
    private static readonly string[] Values = ["", " ", "0", "-1", "99999999999999999999", "9223372036854775807", "-9223372036854775808", "null", "true", "%00", "%0d%0a", "%ff", "%ed%a0%80", "%f0%9f%98%80", "'", "\"", "\\", "*", "(", "a)", "AND", "NOT NEAR(", "%26%7C!", "a:*", "-", "%25%25", "a%00b", "..", "NaN", "1e400",
        "MHw5MjIzMzcyMDM2ODU0Nzc1ODA3fDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAw", "0_00000000-0000-0000-0000-000000000000", "3155378975999999999_00000000-0000-0000-0000-000000000000", new string('a', 3000), new string('龙', 400)];
    private static readonly string[] Bodies = ["", "null", "[]", "{}", "\"text\"", "5", "{", "{\"a\":", "{\"reason\":null,\"text\":null,\"publicText\":null,\"masterId\":null}", "{\"reason\":{},\"text\":[],\"publicText\":3,\"outcome\":\"Maybe\"}",
        "{\"text\":\"a\\u0000b\",\"reason\":\"a\\u0000b\",\"publicText\":\"a\\u0000b\",\"result\":\"Solved\",\"place\":\"a\\u0000b\",\"title\":\"a\\u0000b\",\"note\":\"a\\u0000b\",\"outcome\":\"Reached\",\"guidance\":\"a\\u0000b\",\"field\":\"a\\u0000b\",\"ticketId\":\"00000000-0000-0000-0000-000000000001\",\"body\":\"a\\u0000b\",\"userName\":\"a\\u0000b\",\"password\":\"a\\u0000b\",\"categoryCode\":\"\\u0000\",\"departmentCode\":\"\\u0000\"}",
        "{\"text\":\"\\ud800\",\"reason\":\"\\udc00x\",\"publicText\":\"\\ud83d\",\"result\":\"Solved\",\"body\":\"\\ud800\",\"externalId\":\"\\ud800\"}",
        "{\"masterId\":\"not-a-guid\"}", "{\"outcome\":99}", "{\"type\":-1,\"urgency\":\"\"}", "{\"ticketId\":1}", "{\"__proto__\":{},\"constructor\":1}"];

    private static readonly string[] Actions = ["accept", "answer", "dispatch", "recall", "redirect", "merge", "unmerge", "sign", "first-contact", "reply", "approve", "send-back", "rework", "confirm-lawful", "reopen", "request-items", "add-sub-task", "sub-tasks/1/sign", "sub-tasks/1/reply", "sub-tasks/1/return", "sub-tasks/1/withdraw", "close", "note", "publish", "publish/confirm", "publish/withdraw", "resident/reveal", "attachments"];

    private static readonly string[] Queries =
    [
        "/api/tickets?state={0}", "/api/tickets?department={0}", "/api/tickets?q={0}", "/api/tickets?channel={0}", "/api/tickets?urgency={0}", "/api/tickets?type={0}", "/api/tickets?category={0}", "/api/tickets?due={0}",
        "/api/tickets?mine={0}", "/api/tickets?sort={0}", "/api/tickets?after={0}", "/api/tickets?sort=due&after={0}", "/api/tickets?sort=queue&after={0}", "/api/tickets?limit={0}", "/api/events?after={0}", "/api/events?limit={0}",
        "/api/drafts?ticketId={0}", "/api/outgoing?state={0}", "/api/outgoing?after={0}", "/api/outgoing?limit={0}", "/api/intake/quarantine?after={0}", "/api/intake/quarantine?limit={0}", "/api/intake/set-aside?reason={0}", "/api/intake/set-aside?after={0}", "/api/intake/set-aside?limit={0}", "/api/access-log?after={0}", "/api/access-log?limit={0}",
        "/api/public/published?q={0}", "/api/public/published?department={0}", "/api/public/published?category={0}", "/api/public/published?after={0}", "/api/public/published?limit={0}", "/api/public/tickets/990100202603023000001?code={0}", "/api/public/tickets/{0}?code=ABCDEF", "/api/public/published/{0}", "/api/tickets?lang={0}",
    ];

    private static readonly string[] Paths = ["/api/tickets/{0}", "/api/tickets/{0}/similar", "/api/tickets/{0}/publication-proposal", "/api/attachments/{0}", "/api/public/tickets/{0}", "/api/public/published/{0}", "/api/{0}", "/{0}"];

    private readonly List<string> _broken = [];

    [Fact]
    public async Task Nasty_queries_are_answered_with_a_reason()
    {
        foreach (var userName in new[] { "supervisor1", "handler1", "auditor1" })
        {
            var person = await Host.As(userName);
            foreach (var query in Queries)
                foreach (var value in Values) await Judge(person.Get(string.Format(System.Globalization.CultureInfo.InvariantCulture, query, value)));
        }
        Verdict();
    }

    [Fact]
    public async Task Nasty_addresses_are_answered_with_a_reason()
    {
        var person = await Host.As("supervisor1");
        foreach (var path in Paths)
            foreach (var id in Ids) await Judge(person.Get(string.Format(System.Globalization.CultureInfo.InvariantCulture, path, id)));
        foreach (var id in Ids)
            foreach (var action in Actions) await Judge(person.Raw(HttpMethod.Post, $"/api/tickets/{id}/{action}", "{}"));
        foreach (var id in Ids)
            foreach (var path in new[] { "/api/outgoing/{0}/retry", "/api/intake/quarantine/{0}/retry", "/api/intake/quarantine/{0}/resolve", "/api/intake/set-aside/{0}/ticket", "/api/intake/set-aside/{0}/discard" })
                await Judge(person.Raw(HttpMethod.Post, string.Format(System.Globalization.CultureInfo.InvariantCulture, path, id), "{\"note\":\"x\"}"));
        Verdict();
    }

    [Fact]
    public async Task Nasty_bodies_are_answered_with_a_reason()
    {
        foreach (var (userName, given) in new (string, Func<Task<GivenTicket>>)[]
        {
            ("agent1", () => Given.AReceivedTicket()), ("dispatcher1", () => Given.AnAcceptedTicket()), ("handler1", () => Given.ATicketInHand()),
            ("supervisor1", () => Given.AnAnsweredTicket()), ("publisher1", () => Given.AClosedTicket()),
        })
        {
            var person = await Host.As(userName);
            foreach (var body in Bodies)
            {
                var ticket = await given();
                foreach (var action in Actions) await Judge(person.Raw(HttpMethod.Post, $"/api/tickets/{ticket.Id}/{action}", body));
            }
        }
        Verdict();
    }

    [Fact]
    public async Task Nasty_bodies_at_the_other_doors_are_answered_with_a_reason()
    {
        var person = await Host.As("agent1");
        foreach (var body in Bodies)
        {
            await Judge(person.Raw(HttpMethod.Put, "/api/drafts", body));
            await Judge(person.Raw(HttpMethod.Post, "/api/tickets", body));
            await Judge(Host.Anybody().Raw(HttpMethod.Post, "/api/session", body));
            await Judge(Host.Anybody().Raw(HttpMethod.Post, "/api/intake/messages", body, "application/json", ("X-Api-Key", HotlineHost.IntakeKey)));
            await Judge(Host.Anybody().Raw(HttpMethod.Post, "/api/intake/messages", $"[{body}]", "application/json", ("X-Api-Key", HotlineHost.IntakeKey)));
            await Judge(Host.Anybody().Raw(HttpMethod.Post, "/webhooks/twilio/sms", body, "application/x-www-form-urlencoded"), allowed: 503);
        }
        var ticket = await Given.AReceivedTicket();
        foreach (var (type, body) in new[]
        {
            ("text/plain", "{}"), ("application/xml", "<a/>"), ("application/json; charset=utf-16", "{}"), ("application/json; charset=nonsense", "{}"), ("nonsense", "{}"),
            ("multipart/form-data", "x"), ("multipart/form-data; boundary=x", "--x\r\n"), ("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.gif\"\r\n\r\nGIF89a"),
        })
        {
            await Judge(person.Raw(HttpMethod.Post, $"/api/tickets/{ticket.Id}/attachments", body, type));
            await Judge(person.Raw(HttpMethod.Post, $"/api/tickets/{ticket.Id}/note", body, type));
            await Judge(person.Raw(HttpMethod.Put, "/api/drafts", body, type));
        }
        foreach (var (name, value) in new[] { ("If-Match", "\"99999999999999\""), ("If-Match", "*"), ("If-Match", ""), ("Idempotency-Key", new string('k', 5000)), ("Idempotency-Key", ""), ("X-XSRF-TOKEN", "nonsense"), ("Accept-Language", "xx-YY,*;q=2"), ("Cookie", "hotline=nonsense") })
            await Judge(person.Raw(HttpMethod.Post, $"/api/tickets/{ticket.Id}/note", "{\"text\":\"x\"}", "application/json", (name, value)));
        Verdict();
    }

    private async Task Judge(Task<Answer> sent, int allowed = 0)
    {
        var answer = await sent;
        if (answer.Status >= 500 && answer.Status != allowed) _broken.Add($"{answer.Status} {answer.Request[..Math.Min(200, answer.Request.Length)]} {answer.Body}");
        else if (answer.Status is >= 400 and not (400 or 401 or 403 or 404 or 405 or 409 or 413 or 415 or 429 or 503)) _broken.Add($"unexpected {answer.Status} {answer.Request}");
        else if (answer.Status >= 400 && answer.Request.Contains("/api/", StringComparison.Ordinal) && answer.Body.Length > 0 && answer.Code.Length == 0) _broken.Add($"{answer.Status} without a code: {answer.Request}");
    }

    private void Verdict() => (string.Join('\n', _broken.Distinct().Take(20)) + string.Join('\n', _broken.Count == 0 ? [] : Host.ErrorLog.TakeLast(6))).ShouldBeEmpty($"{_broken.Count} bad answers");
}
