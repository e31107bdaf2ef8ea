using System.Globalization;
using System.Text;
using Hotline.Channels.WeChat;

namespace Hotline.Channels.Tests.WeChat;

public sealed class WeChatWebhookTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);

    private readonly StillClock _clock = new(Now);
    private readonly WeChatOptions _options = new() { AppId = WeChatCipherTests.SampleApp, AppSecret = "s", Token = "spamtest" };

    private WeChatWebhook Webhook => field ??= new(_options, _clock);

    private static string Text(string words = "路灯不亮") =>
        $"<xml><ToUserName>gh_1</ToUserName><FromUserName>oAbc</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>{words}</Content><MsgId>1</MsgId></xml>";

    private static UrlForm Query(DateTimeOffset at, string nonce = "n1", string? cipher = null, string token = "spamtest")
    {
        var time = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var query = $"signature={WeChatSignature.Compute(token, time, nonce)}&timestamp={time}&nonce={nonce}";
        return UrlForm.Parse(cipher is null ? query : $"{query}&encrypt_type=aes&msg_signature={WeChatSignature.Compute(token, time, nonce, cipher)}");
    }

    private OpenedWeChat Open(UrlForm query, string body) => Webhook.Open(query, Encoding.UTF8.GetBytes(body));

    private static string Envelope(string cipher) => $"<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Encrypt><![CDATA[{cipher}]]></Encrypt></xml>";

    [Fact]
    public void The_echo_of_a_signed_question_is_given_back()
    {
        var signed = Query(Now);
        Webhook.Verify(UrlForm.Parse($"{signed.Raw}&echostr=12345678901234")).ShouldBe(new(WeChatVerdict.Genuine, "12345678901234"));
        Webhook.Verify(UrlForm.Parse($"{Query(Now, token: "other").Raw}&echostr=1")).ShouldBe(new(WeChatVerdict.SignatureWrong, ""));
        Webhook.Verify(signed).Verdict.ShouldBe(WeChatVerdict.SignatureMissing);
        Webhook.Verify(UrlForm.Parse("echostr=1")).Verdict.ShouldBe(WeChatVerdict.SignatureMissing);
    }

    [Fact]
    public void A_signed_message_is_opened_and_a_forged_one_is_not()
    {
        Open(Query(Now), Text()).ShouldBe(new(WeChatVerdict.Genuine, Text()));
        Open(Query(Now, "n2", token: "wrong"), Text()).ShouldBe(new(WeChatVerdict.SignatureWrong, ""));
        Open(UrlForm.Parse(""), Text()).Verdict.ShouldBe(WeChatVerdict.SignatureMissing);
    }

    [Theory]
    [InlineData(-301)]
    [InlineData(301)]
    public void A_message_of_another_time_is_refused(int seconds) => Open(Query(Now.AddSeconds(seconds)), Text()).Verdict.ShouldBe(WeChatVerdict.Stale);

    [Theory]
    [InlineData("-1")]
    [InlineData("99999999999999999999999")]
    [InlineData("now")]
    public void A_time_that_is_none_is_refused(string time) =>
        Open(UrlForm.Parse($"signature={WeChatSignature.Compute("spamtest", time, "n")}&timestamp={time}&nonce=n"), Text()).Verdict.ShouldBe(WeChatVerdict.Stale);

    [Fact]
    public void WeChats_own_repeat_passes_but_its_signature_opens_no_other_content()
    {
        var query = Query(Now);
        Open(query, Text()).Verdict.ShouldBe(WeChatVerdict.Genuine);
        Open(query, Text()).Verdict.ShouldBe(WeChatVerdict.Genuine);
        Open(query, Text("别的内容")).Verdict.ShouldBe(WeChatVerdict.Replayed);
        _clock.Now = Now.AddSeconds(290);
        Open(query, Text("别的内容")).Verdict.ShouldBe(WeChatVerdict.Replayed);
        _clock.Now = Now.AddSeconds(310);
        Open(query, Text()).Verdict.ShouldBe(WeChatVerdict.Stale);
    }

    [Fact]
    public void A_signature_from_ahead_of_our_clock_is_remembered_as_long_as_it_counts()
    {
        var ahead = Query(Now.AddSeconds(299));
        Open(ahead, Text()).Verdict.ShouldBe(WeChatVerdict.Genuine);
        _clock.Now = Now.AddSeconds(590);
        Open(Query(_clock.Now, "another"), Text()).Verdict.ShouldBe(WeChatVerdict.Genuine);
        Open(ahead, Text("别的内容")).Verdict.ShouldBe(WeChatVerdict.Replayed);
    }

    [Fact]
    public void The_sample_of_the_safe_mode_is_opened()
    {
        _options.EncodingAesKey = WeChatCipherTests.Key;
        _clock.Now = DateTimeOffset.FromUnixTimeSeconds(1409735669);
        var query = UrlForm.Parse("signature=x&timestamp=1409735669&nonce=1320562132&encrypt_type=aes&msg_signature=5d197aaffba7e9b25a30732f161a50dee96bd5fa");
        var opened = Open(query, Envelope(WeChatCipherTests.SampleCipher));
        opened.Verdict.ShouldBe(WeChatVerdict.Genuine);
        WeChatMessages.TryRead(_options, opened.Xml, Now, out var push, out _).ShouldBeTrue();
        push.Message!.Body.ShouldBe("abcdteT");
        push.Key.ShouldBe("6054768590064713728");
        push.OpenId.ShouldBe("oyORnuP8q7ou2gfYjqLzSIWZf0rs");
    }

    [Fact]
    public void The_safe_mode_takes_nothing_in_clear_and_the_plain_mode_nothing_encrypted()
    {
        var cipher = WeChatCipher.Encrypt(WeChatCipherTests.Key, WeChatCipherTests.SampleApp, Text());
        Open(Query(Now, cipher: cipher), Envelope(cipher)).Verdict.ShouldBe(WeChatVerdict.WrongMode);
        _options.EncodingAesKey = WeChatCipherTests.Key;
        Open(Query(Now, "n2", cipher), Envelope(cipher)).ShouldBe(new(WeChatVerdict.Genuine, Text()));
        Open(Query(Now, "n3"), Text()).Verdict.ShouldBe(WeChatVerdict.WrongMode);
    }

    [Fact]
    public void An_envelope_with_another_key_or_signature_stays_closed()
    {
        _options.EncodingAesKey = WeChatCipherTests.Key;
        var strange = WeChatCipher.Encrypt("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefg", WeChatCipherTests.SampleApp, Text());
        Open(Query(Now, cipher: strange), Envelope(strange)).Verdict.ShouldBe(WeChatVerdict.Unreadable);
        var other = WeChatCipher.Encrypt(WeChatCipherTests.Key, WeChatCipherTests.SampleApp, Text());
        Open(Query(Now, "n2", strange), Envelope(other)).Verdict.ShouldBe(WeChatVerdict.SignatureWrong);
        Open(Query(Now, "n3", other), "<xml></xml>").Verdict.ShouldBe(WeChatVerdict.Unreadable);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_answer_is_what_WeChat_can_open(bool safe)
    {
        _options.EncodingAesKey = safe ? WeChatCipherTests.Key : null;
        var reply = Webhook.Reply("oAbc", "gh_1", "编号 1 <已收到> ]]> & 查询码");
        WeChatXml.TryRead(reply, out var fields).ShouldBeTrue();
        if (safe)
        {
            fields["MsgSignature"].ShouldBe(WeChatSignature.Compute("spamtest", fields["TimeStamp"], fields["Nonce"], fields["Encrypt"]));
            WeChatCipher.TryDecrypt(WeChatCipherTests.Key, WeChatCipherTests.SampleApp, fields["Encrypt"], out var inner).ShouldBeTrue();
            WeChatXml.TryRead(inner, out fields).ShouldBeTrue();
        }

        fields!["ToUserName"].ShouldBe("oAbc");
        fields["FromUserName"].ShouldBe("gh_1");
        fields["MsgType"].ShouldBe("text");
        fields["Content"].ShouldBe("编号 1 <已收到> ]]> & 查询码");
        fields["CreateTime"].ShouldBe(Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Ten_megabytes_are_not_even_looked_at() => Open(Query(Now), new string('x', 10 * 1024 * 1024)).Verdict.ShouldBe(WeChatVerdict.Unreadable);

    [Fact]
    public void Without_configuration_it_says_so()
    {
        _options.AppSecret = null;
        Open(Query(Now), Text()).Verdict.ShouldBe(WeChatVerdict.NotConfigured);
        Webhook.Verify(Query(Now)).Verdict.ShouldBe(WeChatVerdict.NotConfigured);
        _options.WhyNotConfigured.ShouldBe("Hotline:Channels:WeChat:AppSecret is not set");
    }
}
