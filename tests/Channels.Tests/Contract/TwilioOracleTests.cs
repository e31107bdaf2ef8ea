using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hotline.Channels.Twilio;

namespace Hotline.Channels.Tests.Contract;

/// <summary>
/// Compares signatures and access tokens with Twilio's own library, both ways: it judges ours, we judge its.
/// </summary>
public sealed class TwilioOracleTests
{
    // One JSON request a line in, one JSON answer a line out.
    private const string Script = """
        const t = require('twilio');
        for (const line of require('fs').readFileSync(0, 'utf8').split('\n').filter(l => l)) {
          const r = JSON.parse(line);
          console.log(JSON.stringify({ Signature: t.getExpectedTwilioSignature(r.Token, r.Signed, r.Fields), Valid: t.validateRequest(r.Token, r.Ours, r.Seen, r.Fields) }));
        }
        """;

    [Fact]
    public async Task Signs_and_judges_like_the_vendors_own_library()
    {
        var folder = Peers.Folder("twilio");
        var random = new Random(20260302);
        var requests = Enumerable.Range(0, 400).Select(_ => Question.Random(random)).ToList();
        var answers = (await Peers.Ask(folder, Script, requests.Select(r => JsonSerializer.Serialize(r)))).ConvertAll(l => JsonSerializer.Deserialize<Answer>(l)!);

        answers.Count.ShouldBe(requests.Count);
        foreach (var (request, answer) in requests.Zip(answers))
        {
            request.Ours.ShouldBe(answer.Signature, request.Signed);
            TwilioSignature.IsValid(request.Token, answer.Signature, request.Seen, request.Flat).ShouldBe(answer.Valid, $"{request.Signed} seen as {request.Seen}");
        }

        answers.Count(a => a.Valid).ShouldBeInRange(100, 399, "the cases must hold both verdicts");
    }

    [Fact]
    public async Task Makes_the_same_access_tokens_as_the_vendors_own_library()
    {
        // Its library makes one of the same account, key and identity, and opens ours with the JWT library beneath it.
        const string Tokens = """
            const t = require('twilio'), jwt = require('jsonwebtoken'), { AccessToken } = t.jwt;
            for (const line of require('fs').readFileSync(0, 'utf8').split('\n').filter(l => l)) {
              const r = JSON.parse(line), token = new AccessToken(r.Account, r.Key, r.Secret, { identity: r.Identity, ttl: r.Seconds });
              token.addGrant(new AccessToken.VoiceGrant({ incomingAllow: true, outgoingApplicationSid: r.App }));
              let opened = null, forged = null;
              try { opened = jwt.verify(r.Ours, r.Secret, { complete: true, algorithms: ['HS256'], clockTimestamp: r.Now }); } catch (e) { opened = String(e); }
              try { jwt.verify(r.Ours, r.Secret + 'x', { algorithms: ['HS256'], clockTimestamp: r.Now }); forged = true; } catch { forged = false; }
              console.log(JSON.stringify({ Theirs: token.toJwt(), Opened: opened, Forged: forged }));
            }
            """;
        var folder = Peers.Folder("twilio");
        var random = new Random(20260303);
        string Hex(int length) => string.Concat(Enumerable.Range(0, length).Select(_ => "0123456789abcdef"[random.Next(16)]));
        var now = new DateTimeOffset(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);
        var cases = Enumerable.Range(0, 200).Select(i =>
        {
            var options = new TwilioOptions { AccountSid = "AC" + Hex(32), AuthToken = "t", PhoneNumber = "+15005550009", ApiKeySid = "SK" + Hex(32), ApiKeySecret = i % 7 == 0 ? "密钥😀" + Hex(20) : Hex(32), TwimlAppSid = "AP" + Hex(32) };
            var identity = string.Concat(Enumerable.Range(0, random.Next(1, 120)).Select(_ => "abcXYZ089_"[random.Next(10)]));
            var (at, seconds) = (now.AddSeconds(random.Next(100_000_000)), random.Next(1, 86_400));
            return (Options: options, Identity: identity, At: at, Seconds: seconds, Ours: TwilioAccessToken.Create(options, identity, at, TimeSpan.FromSeconds(seconds)));
        }).ToList();

        var answers = await Peers.Ask(folder, Tokens, cases.Select(c => JsonSerializer.Serialize(new
        {
            Account = c.Options.AccountSid, Key = c.Options.ApiKeySid, Secret = c.Options.ApiKeySecret, App = c.Options.TwimlAppSid, c.Identity, c.Seconds, Now = c.At.ToUnixTimeSeconds(), c.Ours,
        })));

        answers.Count.ShouldBe(200);
        foreach (var (asked, line) in cases.Zip(answers))
        {
            using var answer = JsonDocument.Parse(line);
            var root = answer.RootElement;
            root.GetProperty("Forged").GetBoolean().ShouldBeFalse();
            var opened = root.GetProperty("Opened");
            opened.ValueKind.ShouldBe(JsonValueKind.Object, opened.ToString());
            var theirs = root.GetProperty("Theirs").GetString()!.Split('.');
            Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(asked.Options.ApiKeySecret!), Encoding.ASCII.GetBytes($"{theirs[0]}.{theirs[1]}"))).TrimEnd('=').Replace('+', '-').Replace('/', '_').ShouldBe(theirs[2]);
            Same(opened.GetProperty("header"), Part(theirs[0]));
            // Its library takes the time from its own clock: the time's claims are compared with what was asked for.
            var (ours, its) = (opened.GetProperty("payload"), Part(theirs[1]));
            foreach (var name in new[] { "grants", "iss", "sub" })
            {
                Same(ours.GetProperty(name), its.GetProperty(name));
            }

            ours.EnumerateObject().Select(p => p.Name).Order().ShouldBe(its.EnumerateObject().Select(p => p.Name).Order());
            (ours.GetProperty("exp").GetInt64() - ours.GetProperty("iat").GetInt64()).ShouldBe(its.GetProperty("exp").GetInt64() - its.GetProperty("iat").GetInt64());
            ours.GetProperty("jti").GetString().ShouldBe($"{asked.Options.ApiKeySid}-{asked.At.ToUnixTimeSeconds()}");
        }

        static JsonElement Part(string part) => JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(part)).RootElement;

        static void Same(JsonElement ours, JsonElement theirs) => JsonElement.DeepEquals(ours, theirs).ShouldBeTrue($"{ours} is not {theirs}");
    }

    private sealed record Answer(string Signature, bool Valid);

    /// <summary>An address as it was signed, as it was seen, and the fields by key.</summary>
    private sealed record Question(string Token, string Signed, string Seen, Dictionary<string, string[]> Fields, string Ours)
    {
        public KeyValuePair<string, string>[] Flat => [.. Fields.SelectMany(f => f.Value.Select(v => KeyValuePair.Create(f.Key, v)))];

        public static Question Random(Random random)
        {
            string Pick(params string[] from) => from[random.Next(from.Length)];
            string Text() => string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => Pick("a", "路灯", "😀", "𠮷", " ", "+", "&", "=", "'", "%", "سۇ", "0")));

            var scheme = Pick("https", "http");
            var user = Pick("", "", "user:pass@");
            var host = Pick("mycompany.com", "MyCompany.com", "h.gov.example", "[2001:db8::1]");
            var rest = Pick("/", "/a", "/a%20b") + Pick("", "?x=1&y=2", "?Body=It%27s", "?Body=It's", "?q=%E8%B7%AF%E7%81%AF", "?a=%22", "?b=(1)!*&a=x+y&b=%28", "?a&b=");
            string Address() => $"{scheme}://{user}{Pick(host, host, host.ToLowerInvariant())}{Pick("", "", ":443", ":80", ":1234")}{rest}";

            var token = Pick("12345", "令牌", new string('k', 80));
            var fields = Enumerable.Range(0, random.Next(6)).Select(_ => Pick("Body", "body", "From", "Digits", "Z", "键", "MediaUrl0", "MediaUrl10"))
                .Distinct().ToDictionary(k => k, _ => Enumerable.Range(0, random.Next(1, 4)).Select(_ => Text()).ToArray());
            var question = new Question(token, Address(), Address(), fields, "");
            return question with { Ours = TwilioSignature.Compute(token, question.Signed, question.Flat) };
        }
    }
}
