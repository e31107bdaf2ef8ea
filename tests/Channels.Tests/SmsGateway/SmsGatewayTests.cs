#pragma warning disable CA5350, CA5351 // what providers sign with
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Hotline.Channels.SmsGateway;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hotline.Channels.Tests.SmsGateway;

/// <summary>
/// A gateway that is described by configuration, in three shapes that mainland providers use: JSON with an MD5 signature, a form in gb18030
/// with a key over its sorted fields, and an address with everything in its query.
/// </summary>
public sealed class SmsGatewayTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static OutgoingMessage Message(string to = "15005550006", string text = "【云江12345】您的诉求“路灯”已收到") => new(Guid.NewGuid(), to, text, null);

    private static SmsGatewayOptions Options(params (string Key, string Value)[] settings)
    {
        var options = new SmsGatewayOptions();
        new ConfigurationBuilder().AddInMemoryCollection(settings.GroupBy(s => s.Key).Select(g => KeyValuePair.Create(g.Key, (string?)g.Last().Value))).Build().Bind(options, o => o.ErrorOnUnknownConfiguration = true);
        return options;
    }

    private static (string, string)[] Json(string address) =>
    [
        ("Name", "one"), ("Secrets:account", "city"), ("Secrets:password", "p\"w"), ("Send:Address", address + "/send"),
        ("Send:Body", """{"account":"{secret.account}","mobile":"{digits}","content":"{text}","id":"{id}","sign":"{sign}"}"""), ("Send:Headers:X-Account", "{secret.account}"),
        ("Send:Signature:Algorithm", "Md5"), ("Send:Signature:Form", "HexUpper"), ("Send:Signature:Template", "{secret.account}{text}{secret.password|md5}"),
        ("Send:Answer:Code", "code"), ("Send:Answer:Text", "message"), ("Send:Answer:Id", "data.0.msgId"), ("Send:Answer:Success:0", "0"), ("Send:Answer:Success:1", "KNOWN"),
        ("Send:Answer:Retry:0", "BUSY"), ("Send:Answer:OptedOut:0", "BLACKLIST"),
    ];

    [Fact]
    public async Task A_json_body_holds_the_text_whole_and_a_signature_over_it()
    {
        await using var stub = await Stub.Answering(200, """{"code":0,"data":[{"msgId":"m-1"}]}""");
        var message = Message(text: "“路灯” \\ \"坏了\"\n第二行 😀");
        var result = await stub.Channel(Options(Json(stub.Address))).Send(message, Ct);
        (result.Outcome, result.ProviderId).ShouldBe((SendOutcome.Accepted, "m-1"));
        var seen = stub.Seen.ShouldHaveSingleItem();
        var sent = System.Text.Json.JsonDocument.Parse(seen.Body).RootElement;
        sent.GetProperty("content").GetString().ShouldBe(message.Text);
        sent.GetProperty("mobile").GetString().ShouldBe("8615005550006");
        sent.GetProperty("id").GetString().ShouldBe(message.Id.ToString("N"));
        sent.GetProperty("sign").GetString().ShouldBe(Hex(MD5.HashData, $"city{message.Text}{Hex(MD5.HashData, "p\"w")}").ToUpperInvariant());
        seen.Header.ShouldBe("city");
    }

    [Fact]
    public async Task A_form_in_gb18030_is_signed_over_its_sorted_fields()
    {
        await using var stub = await Stub.Answering(200, "<returnsms><status>Success</status><taskID>77</taskID></returnsms>");
        var options = Options(("Name", "two"), ("Charset", "gb18030"), ("Sender", "10690012345"), ("Secrets:key", "k"), ("Send:Address", stub.Address + "/sms"),
            ("Send:Fields:mobile", "{national}"), ("Send:Fields:content", "{text}"), ("Send:Fields:extno", ""), ("Send:Fields:from", "{sender}"), ("Send:Fields:sign", "{sign}"),
            ("Send:Signature:Algorithm", "HmacSha1"), ("Send:Signature:Key", "{secret.key}"), ("Send:Signature:Template", "{sorted}"), ("Send:Signature:Form", "Base64"),
            ("Send:Answer:Format", "Xml"), ("Send:Answer:Code", "returnsms.status"), ("Send:Answer:Id", "returnsms.taskID"), ("Send:Answer:Success:0", "Success"));
        (await stub.Channel(options).Send(Message(text: "灯&=坏"), Ct)).ProviderId.ShouldBe("77");
        var seen = stub.Seen.ShouldHaveSingleItem();
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var gb = Encoding.GetEncoding("gb18030");
        var fields = seen.Body.Split('&').Select(f => f.Split('=')).ToDictionary(f => f[0], f => System.Web.HttpUtility.UrlDecode(f[1], gb));
        fields["content"].ShouldBe("灯&=坏");
        seen.Body.ShouldContain("%B5%C6");      // 灯
        fields["sign"].ShouldBe(Convert.ToBase64String(HMACSHA1.HashData(gb.GetBytes("k"), gb.GetBytes("content=灯&=坏&from=10690012345&mobile=15005550006"))));
    }

    [Fact]
    public async Task A_query_and_an_answer_in_plain_text_do_as_well()
    {
        await using var stub = await Stub.Answering(200, "ok:12345,left=7");
        var options = Options(("Name", "three"), ("Secrets:pw", "a b"), ("Send:Method", "GET"), ("Send:Address", stub.Address + "/send?pw={secret.pw}&to={to}&text={text}"),
            ("Send:Answer:Format", "Text"), ("Send:Answer:Pattern", "^(?<code>[a-z]+):(?<id>[0-9]*)"), ("Send:Answer:Code", "code"), ("Send:Answer:Id", "id"), ("Send:Answer:Success:0", "ok"));
        (await stub.Channel(options).Send(Message(text: "灯&x=1 +"), Ct)).ProviderId.ShouldBe("12345");
        stub.Seen.ShouldHaveSingleItem().Query.ShouldBe("?pw=a%20b&to=%2B8615005550006&text=%E7%81%AF%26x%3D1%20%2B");
    }

    [Theory]
    [InlineData(200, """{"code":"KNOWN"}""", SendOutcome.Accepted, null)]
    [InlineData(200, """{"code":"BUSY","message":"too fast"}""", SendOutcome.RetryLater, "BUSY")]
    [InlineData(503, """{"code":"BUSY"}""", SendOutcome.RetryLater, "BUSY")]
    [InlineData(200, """{"code":"BLACKLIST"}""", SendOutcome.Refused, "BLACKLIST")]
    [InlineData(200, """{"code":"E42","message":"no such template"}""", SendOutcome.Refused, "E42")]
    [InlineData(500, """{"code":"E42"}""", SendOutcome.Unknown, "E42")]
    [InlineData(502, "<html>", SendOutcome.Unknown, "http.502")]
    [InlineData(429, "", SendOutcome.RetryLater, "http.429")]
    [InlineData(403, "", SendOutcome.Refused, "http.403")]
    [InlineData(302, "", SendOutcome.Unknown, "response.unreadable")]
    [InlineData(200, "<html>welcome</html>", SendOutcome.Unknown, "response.unreadable")]
    [InlineData(200, """{"code":""", SendOutcome.Unknown, "response.unreadable")]
    [InlineData(200, "[]", SendOutcome.Unknown, "response.unreadable")]
    public async Task Each_answer_says_what_to_do_next(int status, string body, SendOutcome outcome, string? code)
    {
        await using var stub = await Stub.Answering(status, body);
        var result = await stub.Channel(Options(Json(stub.Address))).Send(Message(), Ct);
        (result.Outcome, result.ErrorCode).ShouldBe((outcome, code));
        result.OptedOut.ShouldBe(code == "BLACKLIST");
    }

    [Fact]
    public async Task Silence_is_an_unknown_outcome_and_a_closed_port_a_later_try()
    {
        await using var stub = await Stub.Start(http => Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));
        var silent = await stub.Channel(Options([.. Json(stub.Address), ("Timeout", "00:00:00.3")])).Send(Message(), Ct);
        (silent.Outcome, silent.ChannelDown).ShouldBe((SendOutcome.Unknown, true));
        var closed = await stub.Channel(Options(Json("http://127.0.0.1:9"))).Send(Message(), Ct);
        (closed.Outcome, closed.ChannelDown).ShouldBe((SendOutcome.RetryLater, true));
    }

    [Theory]
    [InlineData(200, """{"found":"yes"}""", SendOutcome.Accepted)]
    [InlineData(200, """{"found":"no"}""", SendOutcome.RetryLater)]
    [InlineData(200, """{"found":"perhaps"}""", SendOutcome.Unknown)]
    [InlineData(500, "", SendOutcome.Unknown)]
    public async Task After_silence_the_provider_is_asked_where_it_can_be(int status, string body, SendOutcome outcome)
    {
        await using var stub = await Stub.Answering(status, body);
        var options = Options([.. Json(stub.Address), ("Query:Method", "GET"), ("Query:Address", stub.Address + "/query?id={id}"), ("Query:Answer:Code", "found"), ("Query:Answer:Success:0", "yes"), ("Query:Answer:NotFound:0", "no")]);
        (await stub.Channel(options).Reconcile(Message(), DateTimeOffset.UnixEpoch, Ct)).Outcome.ShouldBe(outcome);
        stub.Seen.ShouldHaveSingleItem().Path.ShouldBe("/query");
    }

    [Theory]
    [InlineData("+15005550006", "sms.number_foreign")]
    [InlineData("0531-2345", "sms.number_malformed")]
    [InlineData("", "sms.number_malformed")]
    [InlineData("+86\r\nX-Evil: 1", "sms.number_malformed")]
    public async Task A_number_that_cannot_get_a_text_is_refused_before_anything_is_sent(string to, string code)
    {
        await using var stub = await Stub.Answering(200, "{}");
        (await stub.Channel(Options(Json(stub.Address))).Send(Message(to), Ct)).ErrorCode.ShouldBe(code);
        stub.Seen.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Send:Address", "http://sms.example/send", "Send:Address")]
    [InlineData("Send:Body", "{\"x\":\"{secret.other}\"}", "Send:Body")]
    [InlineData("Send:Body", "{text|rot13}", "Send:Body")]
    [InlineData("Send:Method", "BREW", "Send:Method")]
    [InlineData("Send:Signature:Template", "{body}", "Send:Signature:Template")]
    [InlineData("Charset", "latin1", "Charset")]
    [InlineData("NumberPattern", "(", "NumberPattern")]
    [InlineData("PerSecond", "0", "PerSecond")]
    public void What_is_wrong_with_the_configuration_is_named_by_its_key(string key, string value, string named)
    {
        var why = Options([.. Json("https://sms.example").Where(s => s.Item1 != key), (key, value)]).WhyNotConfigured.ShouldNotBeNull();
        why.ShouldContain($"{SmsGatewayOptions.Section}:{named}");
        why.ShouldNotContain("p\"w");
    }

    private static SmsGatewayOptions WithDoors(params (string, string)[] more) => Options([
        .. Json("https://sms.example"), ("Secrets:push", "key"),
        ("Incoming:Format", "Form"), ("Incoming:Given", "{field.sign}"), ("Incoming:Signature:Algorithm", "Sha256"), ("Incoming:Signature:Template", "{sorted}{secret.push}"),
        ("Incoming:From", "mobile"), ("Incoming:Text", "content"), ("Incoming:Time", "time"),
        ("Reports:Items", "$"), ("Reports:Given", "{query.key}"), ("Reports:Signature:Template", "{secret.push}"), ("Reports:Id", "id"), ("Reports:State", "stat"), ("Reports:Delivered:0", "DELIVRD"), ("Reports:Sent:0", "ACCEPTD"), ("Reports:Retry:0", "EXPIRED"),
        .. more]);

    private static GatewayPush Form(string sorted, string? sign = null) =>
        new("", Encoding.UTF8.GetBytes($"{sorted}&sign={sign ?? Hex(SHA256.HashData, System.Web.HttpUtility.UrlDecode(sorted) + "key")}"), _ => null);

    [Fact]
    public void A_pushed_form_is_believed_by_its_signature_and_known_by_what_it_says_and_when()
    {
        var options = WithDoors();
        var now = DateTimeOffset.UnixEpoch;
        const string form = "content=%E7%81%AF&mobile=15005550006&time=1";
        var (verdict, messages, _) = SmsGatewayDoor.ReadMessages(options, Form(form), now);
        verdict.ShouldBe(GatewayVerdict.Genuine);
        var message = messages.ShouldHaveSingleItem();
        (message.Sender, message.Body, message.ChannelAccount).ShouldBe(("15005550006", "灯", "sms:one"));
        SmsGatewayDoor.ReadMessages(options, Form(form), now.AddDays(1)).Messages.Single().ProviderId.ShouldBe(message.ProviderId);
        SmsGatewayDoor.ReadMessages(options, Form(form.Replace("time=1", "time=2", StringComparison.Ordinal)), now).Messages.Single().ProviderId.ShouldNotBe(message.ProviderId);
        SmsGatewayDoor.ReadMessages(options, Form(form, Hex(SHA256.HashData, "other")), now).Verdict.ShouldBe(GatewayVerdict.SignatureWrong);
        SmsGatewayDoor.ReadMessages(options, Form(form, ""), now).Verdict.ShouldBe(GatewayVerdict.SignatureMissing);
        SmsGatewayDoor.ReadMessages(options, Form("mobile=15005550006&time=1"), now).Faults.Single().Field.ShouldBe("content");
    }

    [Fact]
    public void Reports_are_read_in_their_words_and_those_at_fault_left_out()
    {
        var push = new GatewayPush("key=key", Encoding.UTF8.GetBytes("""[{"id":1,"stat":"ACCEPTD"},{"id":"2","stat":"DELIVRD"},{"stat":"DELIVRD"},{"id":"3","stat":"EXPIRED"},{"id":"4","stat":"REJECTD"}]"""), _ => null);
        var (_, reports, faults) = SmsGatewayDoor.ReadReports(WithDoors(), push, DateTimeOffset.UnixEpoch);
        reports.Select(r => (r.ProviderId, r.State, r.Failure?.Outcome)).ShouldBe([("1", DeliveryState.Sent, null), ("2", DeliveryState.Delivered, null), ("3", DeliveryState.Failed, SendOutcome.RetryLater), ("4", DeliveryState.Failed, SendOutcome.Refused)]);
        faults.ShouldHaveSingleItem().Field.ShouldBe("id");
        SmsGatewayDoor.ReadReports(WithDoors(), push with { Query = "key=kez" }, DateTimeOffset.UnixEpoch).Verdict.ShouldBe(GatewayVerdict.SignatureWrong);
    }

    [Fact]
    public void A_door_without_a_secret_does_not_open()
    {
        WithDoors(("Reports:Signature:Template", "{query.key}")).WhyNoReports.ShouldNotBeNull().ShouldContain("Reports:Signature");
        WithDoors(("Incoming:Timestamp", "{header.X-Time}")).WhyNoIncoming.ShouldNotBeNull().ShouldContain("Incoming:Timestamp");
    }

    [Fact]
    public void Entities_depth_and_damage_are_unreadable_and_nothing_worse()
    {
        var xml = WithDoors(("Reports:Format", "Xml"), ("Reports:Items", "a.b"));
        foreach (var body in new[] { "<!DOCTYPE a [<!ENTITY x \"y\">]><a><b>&x;</b></a>", "<a>", "", "{}" })
            SmsGatewayDoor.ReadReports(xml, new("key=key", Encoding.UTF8.GetBytes(body), _ => null), DateTimeOffset.UnixEpoch).Verdict.ShouldBe(GatewayVerdict.Unreadable, body);
        SmsGatewayDoor.ReadReports(WithDoors(), new("key=key", Encoding.UTF8.GetBytes(new string('[', 100_000)), _ => null), DateTimeOffset.UnixEpoch).Verdict.ShouldBe(GatewayVerdict.Unreadable);
    }

    private static string Hex(Func<byte[], byte[]> digest, string text) => Convert.ToHexStringLower(digest(Encoding.UTF8.GetBytes(text)));

    private sealed record Request(string Path, string Query, string? Header, string Body);

    private sealed class Stub(WebApplication app) : IAsyncDisposable
    {
        private readonly List<ServiceProvider> _services = [];

        public string Address => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        public ConcurrentQueue<Request> Seen { get; } = [];

        public static async Task<Stub> Start(RequestDelegate answer)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var app = builder.Build();
            var stub = new Stub(app);
            app.Run(async http =>
            {
                using var reader = new StreamReader(http.Request.Body, Encoding.Latin1);
                var body = await reader.ReadToEndAsync();
                stub.Seen.Enqueue(new(http.Request.Path, http.Request.QueryString.Value ?? "", http.Request.Headers["X-Account"], Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(body))));
                await answer(http);
            });
            await app.StartAsync(Ct);
            return stub;
        }

        public static Task<Stub> Answering(int status, string body) => Start(async http =>
        {
            http.Response.StatusCode = status;
            if (status != 302) await http.Response.WriteAsync(body);
            else http.Response.Headers.Location = "http://127.0.0.1:9/elsewhere";
        });

        public IOutgoingChannel Channel(SmsGatewayOptions options)
        {
            options.WhyNotConfigured.ShouldBeNull();
            _services.Add(new ServiceCollection().AddSmsGateway(options).BuildServiceProvider());
            return _services[^1].GetRequiredService<IOutgoingChannel>();
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var service in _services) await service.DisposeAsync();
            await app.DisposeAsync();
        }
    }
}
