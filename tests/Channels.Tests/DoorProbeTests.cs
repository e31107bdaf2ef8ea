using System.Text;
using Hotline.Channels.Twilio;
using Hotline.Channels.WeChat;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Channels.Tests;

/// <summary>A test message must look to its door like the provider's own.</summary>
public sealed class DoorProbeTests
{
    private const string Site = "https://12345.example.gov";

    private static IDoorProbe ProbeOf(ChannelKind channel, TwilioOptions? twilio = null, WeChatOptions? wechat = null) =>
        new ServiceCollection().AddTwilio(twilio ?? new()).AddWeChat(wechat ?? new()).BuildServiceProvider().GetServices<IDoorProbe>().Single(p => p.Channel == channel);

    [Fact]
    public void A_text_message_is_signed_as_twilio_signs()
    {
        var options = new TwilioOptions { AccountSid = Twilio.Forms.Account, AuthToken = "secret", PhoneNumber = "+15005550009" };
        var probe = ProbeOf(ChannelKind.Sms, options).Write(Guid.NewGuid(), Site, Twilio.Forms.Noon);
        var opened = TwilioWebhook.Open(options, Site, probe.Target, probe.ContentType, probe.Body, probe.Headers.Single().Value);
        opened.Verdict.ShouldBe(WebhookVerdict.Genuine);
        TwilioSms.TryReadMessage(opened.Form, Twilio.Forms.Noon, out var message, out _).ShouldBeTrue();
        (message!.ChannelAccount, message.ProviderId, message.Body).ShouldBe((probe.Account, probe.ProviderId, DoorProbeRequest.Text));
        ProbeOf(ChannelKind.Sms).WhyNotConfigured.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG")]
    public void A_push_is_signed_and_sealed_as_wechat_does(string? key)
    {
        var options = new WeChatOptions { AppId = "wx0123456789abcdef", AppSecret = "s", Token = "channeltoken", EncodingAesKey = key };
        for (var i = 0; i < 50; i++)
        {
            var now = TimeProvider.System.GetUtcNow();
            var probe = ProbeOf(ChannelKind.WeChat, wechat: options).Write(Guid.CreateVersion7(), Site, now);
            var opened = new WeChatWebhook(options, TimeProvider.System).Open(UrlForm.Parse(probe.Target[(probe.Target.IndexOf('?') + 1)..]), probe.Body);
            opened.Verdict.ShouldBe(WeChatVerdict.Genuine);
            WeChatMessages.TryRead(options, opened.Xml, now, out var push, out var error).ShouldBeTrue($"{error}");
            (push!.Message!.ChannelAccount, push.Message.ProviderId, push.Message.Body).ShouldBe((probe.Account, probe.ProviderId, DoorProbeRequest.Text));
        }
        Encoding.UTF8.GetByteCount(DoorProbeRequest.Text).ShouldBeLessThan(200);
    }
}
