using System.Globalization;
using System.Text;
using Hotline.Api.Data;
using Hotline.Channels.Cti;
using Hotline.Channels.Twilio;
using Hotline.Channels.WeChat;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Tests;

public sealed class DoorContractOnSqlite(SqliteWithDoors fixture) : DoorContractTests(fixture), IClassFixture<SqliteWithDoors>;
public sealed class DoorContractOnPostgres(PostgresWithDoors fixture) : DoorContractTests(fixture), IClassFixture<PostgresWithDoors>;

public sealed class SqliteWithDoors() : HostFixture(TestDatabaseKind.Sqlite, sockets: true, DoorContractTests.Settings);
public sealed class PostgresWithDoors() : HostFixture(TestDatabaseKind.Postgres, sockets: true, DoorContractTests.Settings);

/// <summary>What every door for another system keeps, whoever stands before it. A new door is one more row of <see cref="Doors"/>.</summary>
public abstract class DoorContractTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    private const string Account = "AC0123456789abcdef0123456789abcdef";
    private const string Secret = "0123456789abcdef0123456789abcdef";
    private const string Site = "https://12345.example.gov";
    /// <summary>Nobody listens there: every provider is lost.</summary>
    private const string Nowhere = "http://127.0.0.1:9";

    internal static readonly (string Key, string? Value)[] Settings =
    [
        ("Hotline:PublicBaseUrl", Site), ("Hotline:Channels:Twilio:AccountSid", Account), ("Hotline:Channels:Twilio:AuthToken", Secret), ("Hotline:Channels:Twilio:PhoneNumber", "+15005550009"), ("Hotline:Channels:Twilio:ApiBaseUrl", Nowhere),
        ("Hotline:Channels:WeChat:AppId", "wx0123456789abcdef"), ("Hotline:Channels:WeChat:AppSecret", "a-secret"), ("Hotline:Channels:WeChat:Token", "doorToken"), ("Hotline:Channels:WeChat:ApiBaseUrl", Nowhere),
        ("Hotline:Channels:Mail:RawKey", Secret), ("Hotline:Channels:Mail:Address", "12345@city.example"), ("Hotline:Channels:Cti:Key", Secret),
    ];

    /// <param name="Path">Where it stands.</param>
    /// <param name="Type">The media type it takes.</param>
    /// <param name="Body">A delivery with the given identity and text.</param>
    /// <param name="Headers">What proves who sends, for these bytes at this moment.</param>
    private sealed record Door(string Path, string Type, Func<int, string, string> Body, Func<HotlineHost, string, (string Query, (string, string)[] Headers)> Proof);

    private static readonly Dictionary<string, Door> Doors = new()
    {
        ["sms"] = new("/webhooks/twilio/sms", "application/x-www-form-urlencoded",
            (id, text) => Form(("MessageSid", $"SM{id:D32}"), ("AccountSid", Account), ("From", "+15005550006"), ("To", "+15005550009"), ("Body", text), ("NumMedia", "0")), (_, body) => Signed("/webhooks/twilio/sms", body)),
        ["wechat"] = new("/webhooks/wechat", "text/xml",
            (id, text) => $"<xml><ToUserName>gh_1</ToUserName><FromUserName>oAbc</FromUserName><CreateTime>1409735668</CreateTime><MsgType>text</MsgType><Content>{System.Security.SecurityElement.Escape(text)}</Content><MsgId>{id}</MsgId></xml>", (host, _) =>
            {
                var (time, nonce) = (host.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), Guid.NewGuid().ToString("N"));
                return ($"?signature={WeChatSignature.Compute("doorToken", time, nonce)}&timestamp={time}&nonce={nonce}", []);
            }),
        ["mail"] = new("/webhooks/mail/raw", "message/rfc822",
            (id, text) => $"From: lin@mail.example\r\nMessage-ID: <{id}@mail.example>\r\nSubject: a\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}", (_, _) => ("", [("X-Mail-Key", Secret)])),
        ["calls"] = new("/api/cti/events", "application/json", (id, _) => $$"""{"eventId":"e-{{id}}","event":"ringing","callId":"c-{{id}}","at":"2026-03-02T10:00:00+08:00","from":"15005550006"}""", (host, body) =>
        {
            var time = host.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            return ("", [("X-Hotline-Timestamp", time), ("X-Hotline-Signature", CtiWebhook.Sign(Secret, time, Encoding.UTF8.GetBytes(body)))]);
        }),
        ["other systems"] = new("/api/intake/messages", "application/json", (id, text) => System.Text.Json.JsonSerializer.Serialize(new { externalId = id.ToString(CultureInfo.InvariantCulture), body = text }), (_, _) => ("", [("X-Api-Key", HotlineHost.IntakeKey)])),
    };

    private static int _ids;

    /// <summary>Numbers nobody else has used; the host is the same for all tests of the class.</summary>
    private static int Fresh(int count = 1) => Interlocked.Add(ref _ids, count) - count + 1;

    public static TheoryData<string> Names => [.. Doors.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_is_delivered_again_at_once_or_later_is_kept_once_and_answered_alike(string name)
    {
        var (id, before) = (Fresh(), await Kept(Host));
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Send(Host, name, id)));
        answers.ShouldAllBe(a => a.Status < 300, answers[0].Body);
        (await Send(Host, name, id)).Status.ShouldBe(answers[0].Status);
        (await Kept(Host)).ShouldBe(before + 1);
        Host.ErrorLog.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_order_of_deliveries_loses_nothing(string name)
    {
        var (first, before) = (Fresh(10), await Kept(Host));
        foreach (var id in new[] { 9, 3, 7, 1, 3, 9, 2 }) (await Send(Host, name, first + id)).Status.ShouldBeLessThan(300);
        (await Kept(Host)).ShouldBe(before + 5);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Without_proof_nothing_is_kept(string name)
    {
        var (door, before) = (Doors[name], await Kept(Host));
        (await Host.Anybody().Raw(HttpMethod.Post, door.Path, door.Body(Fresh(), "路灯"), door.Type)).Status.ShouldBeInRange(400, 403);
        (await Kept(Host)).ShouldBe(before);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Hostile_deliveries_are_kept_or_refused_and_nothing_breaks(string name)
    {
        var random = new Random(name.Length);
        var door = Doors[name];
        string[] texts = ["\u0001\u001b[2J\u202e", string.Concat(Enumerable.Repeat("😀", 10_000)), "<script>alert(1)</script>", "'; DROP TABLE ticket; --", "%00%ff&a=b", new('[', 20_000)];
        foreach (var text in texts) (await Send(Host, name, Fresh(), text)).Status.ShouldBeLessThan(500, text[..Math.Min(20, text.Length)]);
        for (var i = 0; i < 60; i++)
        {
            var body = door.Body(Fresh(), "桂子路路灯不亮").ToCharArray();
            for (var n = random.Next(1, 8); n > 0; n--) body[random.Next(body.Length)] = (char)random.Next(0xD7FF);
            var spoilt = random.Next(4) == 0 ? new string(body)[..random.Next(body.Length)] : new string(body);
            var (query, headers) = door.Proof(Host, spoilt);
            (await Host.Anybody().Raw(HttpMethod.Post, door.Path + query, spoilt, door.Type, headers)).Status.ShouldBeLessThan(500);
        }
        (await Send(Host, name, Fresh())).Status.ShouldBeLessThan(300, "the door still opens");
        Host.ErrorLog.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_full_intake_takes_nothing_and_says_to_come_again()
    {
        using var host = Fixture.With([.. Settings, ("Hotline:Intake:Capacity", "0")]);
        foreach (var name in Doors.Keys.Except(["calls"]))   // calls are no messages and have no queue
        {
            var answer = await Send(host, name, 1);
            answer.Status.ShouldBe(429, $"{name}: {answer.Body}");
        }
        (await Kept(host)).ShouldBe(0);
    }

    [Fact]
    public async Task Answers_to_a_provider_that_is_lost_for_hours_wait_and_are_not_given_up()
    {
        using var host = Fixture.With(Settings);
        (await Send(host, "sms", 1)).Status.ShouldBe(200);
        for (var round = 0; round < 12; round++)
        {
            host.Clock.Advance(TimeSpan.FromMinutes(45));
            (await Send(host, "other systems", 10 + round)).Status.ShouldBeLessThan(300);   // whatever is committed wakes the sender
        }
        await Eventually.Holds(async () => await Tried(host) > 1, "the provider is asked again");
        await using var db = await Records.Db(host);
        (await db.Outgoing.Where(o => o.Channel == Domain.Tickets.Channel.Sms).Select(o => o.State).ToListAsync()).ShouldBe([OutgoingState.Pending]);
    }

    private static async Task<int> Tried(HotlineHost host)
    {
        await using var db = await Records.Db(host);
        return await db.Outgoing.Where(o => o.Channel == Domain.Tickets.Channel.Sms).Select(o => o.Attempts).SingleOrDefaultAsync();
    }

    private static Task<Answer> Send(HotlineHost host, string name, int id, string text = "桂子路路灯不亮，请派人修理。")
    {
        var door = Doors[name];
        var body = door.Body(id, text);
        var (query, headers) = door.Proof(host, body);
        return host.Anybody().Raw(HttpMethod.Post, door.Path + query, body, door.Type, headers);
    }

    /// <summary>Messages and calls on disk.</summary>
    private static async Task<int> Kept(HotlineHost host)
    {
        await using var db = await Records.Db(host);
        return await db.Messages.CountAsync() + await db.Calls.CountAsync();
    }

    private static string Form(params (string Name, string Value)[] fields) => string.Join('&', fields.Select(f => $"{f.Name}={Uri.EscapeDataString(f.Value)}"));

    private static (string, (string, string)[]) Signed(string path, string body) =>
        ("", [(TwilioSignature.Header, TwilioSignature.Compute(Secret, Site + path, Channels.UrlForm.Parse(Encoding.UTF8.GetBytes(body)).Fields))]);
}
