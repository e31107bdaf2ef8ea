using System.Text;
using Hotline.Channels.Twilio;

namespace Hotline.Channels.Tests.Twilio;

public sealed class TwilioWebhookTests
{
    private const string Base = "https://hotline.example";
    private const string Target = "/webhooks/twilio/sms?x=%E8%B7%AF";
    private static readonly TwilioOptions Options = new() { AccountSid = Forms.Account, AuthToken = "secret", PhoneNumber = "+15005550009" };

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("Application/X-WWW-Form-UrlEncoded ; charset=UTF-8")]
    public void Opens_a_signed_form(string contentType)
    {
        var body = Forms.Sms().Raw;
        var opened = Open(contentType, body, Sign(Base + Target, body));
        opened.Verdict.ShouldBe(WebhookVerdict.Genuine);
        opened.Form["Body"].ShouldBe("路灯坏了😀 a=b&c");
        opened.Form.Raw.ShouldBe(body);
    }

    [Fact]
    public void Opens_a_signed_request_without_a_body_and_reads_its_query()
    {
        var opened = TwilioWebhook.Open(Options, Base, Target, null, [], Sign(Base + Target, ""));
        opened.Verdict.ShouldBe(WebhookVerdict.Genuine);
        opened.Form["x"].ShouldBe("路");
    }

    [Fact]
    public void Does_not_trust_a_body_that_the_signature_leaves_out() =>
        Open("application/json", """{"Body":"forged"}""", Sign(Base + Target, "")).Verdict.ShouldBe(WebhookVerdict.SignatureWrong);

    [Fact]
    public void Gives_no_form_away_when_the_signature_is_wrong()
    {
        var body = Forms.Sms().Raw;
        var opened = Open(UrlForm.ContentType, body, Sign(Base + Target, body + "&From=x"));
        opened.Verdict.ShouldBe(WebhookVerdict.SignatureWrong);
        opened.Form.Fields.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("http://attacker.example/webhooks/twilio/sms")]
    [InlineData("*")]
    [InlineData("")]
    public void Answers_any_target_with_a_verdict(string target) =>
        TwilioWebhook.Open(Options, Base, target, UrlForm.ContentType, [0xFF, 0x00, (byte)'%'], "AAAA").Verdict.ShouldBe(WebhookVerdict.SignatureWrong);

    [Fact]
    public void Names_the_missing_header() => Open(UrlForm.ContentType, "", null).Verdict.ShouldBe(WebhookVerdict.SignatureMissing);

    [Fact]
    public void Stays_shut_without_a_configured_account() =>
        TwilioWebhook.Open(new TwilioOptions(), Base, Target, UrlForm.ContentType, [], Sign(Base + Target, "")).Verdict.ShouldBe(WebhookVerdict.NotConfigured);

    private static OpenedWebhook Open(string contentType, string body, string? signature) =>
        TwilioWebhook.Open(Options, Base + "/", Target, contentType, Encoding.UTF8.GetBytes(body), signature);

    private static string Sign(string url, string body) => TwilioSignature.Compute("secret", url, UrlForm.Parse(body).Fields);
}
