using FsCheck;
using FsCheck.Fluent;
using Hotline.Channels.Twilio;

namespace Hotline.Channels.Tests.Twilio;

public sealed class TwilioSmsTests
{
    [Fact]
    public void Reads_a_text()
    {
        var form = Forms.Sms();
        var message = Read(form);
        message.Channel.ShouldBe(ChannelKind.Sms);
        message.ChannelAccount.ShouldBe(Forms.Account);
        message.ProviderId.ShouldBe(Forms.Message);
        message.Sender.ShouldBe("+15005550006");
        message.SenderName.ShouldBeNull();
        message.Subject.ShouldBeEmpty();
        message.Body.ShouldBe("路灯坏了😀 a=b&c");
        message.ReceivedAt.ShouldBe(Forms.Noon);
        message.Attachments.ShouldBeEmpty();
        message.RawPayload.ShouldBe(form.Raw);
        message.RawContentType.ShouldBe("application/x-www-form-urlencoded");
    }

    [Fact]
    public void Reads_media_without_any_text()
    {
        var message = Read(Forms.Sms(
            ("MessageSid", "MM" + Forms.Message[2..]), ("Body", ""), ("NumMedia", "2"),
            ("MediaUrl0", "https://api.twilio.com/a/../../etc/passwd"), ("MediaContentType0", "image/JPEG; charset=x"),
            ("MediaUrl1", "https://api.twilio.com/b"), ("MediaContentType1", "not a type")));
        message.Body.ShouldBeEmpty();
        message.Attachments.Select(a => (a.FileName, a.ContentType)).ShouldBe([("media-1.jpg", "image/jpeg"), ("media-2.bin", "application/octet-stream")]);
        message.Attachments[1].RemoteUrl.ShouldBe(new Uri("https://api.twilio.com/b"));
    }

    [Theory]
    [InlineData("MessageSid", null, "is missing")]
    [InlineData("MessageSid", "SM12", "is malformed")]
    [InlineData("MessageSid", "SMaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n", "is malformed")]
    [InlineData("AccountSid", null, "is missing")]
    [InlineData("From", null, "is missing")]
    [InlineData("From", " \u0001", "is missing")]
    [InlineData("Body", null, "is empty and there are no media")]
    [InlineData("Body", " \r\n", "is empty and there are no media")]
    [InlineData("NumMedia", "abc", "is not a number")]
    [InlineData("NumMedia", "-1", "is not a number")]
    [InlineData("NumMedia", "99999999999", "is not a number")]
    [InlineData("NumMedia", "999", "is more than 10")]
    public void Names_the_field_at_fault(string field, string? value, string reason)
    {
        TwilioSms.TryReadMessage(Forms.Sms((field, value)), Forms.Noon, out var message, out var error).ShouldBeFalse();
        message.ShouldBeNull();
        error.ShouldBe(new FieldError(field, reason));
    }

    [Theory]
    [InlineData(null, "is missing")]
    [InlineData("not an address", "is malformed")]
    public void Names_the_medium_at_fault(string? url, string reason)
    {
        TwilioSms.TryReadMessage(Forms.Sms(("NumMedia", "1"), ("MediaUrl0", url)), Forms.Noon, out _, out var error).ShouldBeFalse();
        error.ShouldBe(new FieldError("MediaUrl0", reason));
    }

    [Theory]
    [InlineData("a\u0000b\u001b[31m\u0085c", "ab[31mc")]
    [InlineData("one\r\ntwo\rthree\tfour", "one\ntwo\nthree\tfour")]
    [InlineData("𠮷家村 سۇ توختاپ قالدى", "𠮷家村 سۇ توختاپ قالدى")]
    [InlineData("\uFFFE\uFDD0x", "x")]
    public void Keeps_what_people_write_and_drops_what_breaks_stores(string body, string expected) =>
        Read(Forms.Sms(("Body", body))).Body.ShouldBe(expected);

    [Fact]
    public void Takes_a_huge_text_whole() => Read(Forms.Sms(("Body", new string('路', 1_000_000)))).Body.Length.ShouldBe(1_000_000);

    [Fact]
    public void Replaces_broken_utf8_instead_of_failing() =>
        Read(UrlForm.Parse([.. "Body=%FF%ED%A0%80&%zz=%&&="u8, 0xFF, .. System.Text.Encoding.ASCII.GetBytes($"&MessageSid={Forms.Message}&AccountSid={Forms.Account}&From=x")]))
            .Body.ShouldNotContain("\uD800");

    [Fact]
    public void Never_throws_and_always_says_either() => Prop.ForAll(
        (from key in Gen.Elements("MessageSid", "AccountSid", "From", "Body", "NumMedia", "MediaUrl0", "MediaContentType0", "MessageStatus", "ErrorCode")
         from value in Gen.OneOf(ArbMap.Default.GeneratorFor<string>().Select(s => s ?? ""), Gen.Elements(Forms.Message, Forms.Account, "1", "https://[", "http://x", "failed"))
         select (Key: key, Value: value)).ListOf().ToArbitrary(),
        fields =>
        {
            var form = UrlForm.Parse(Forms.Of([.. fields]).Raw);
            TwilioSms.TryReadMessage(form, Forms.Noon, out var message, out var error).ShouldBe(message is not null);
            (message is null).ShouldBe(error is not null);
            TwilioSms.TryReadReport(form, out var report, out var fault).ShouldBe(report is not null);
            (report is null).ShouldBe(fault is not null);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("queued", DeliveryState.Pending)]
    [InlineData("sending", DeliveryState.Pending)]
    [InlineData("sent", DeliveryState.Sent)]
    [InlineData("delivered", DeliveryState.Delivered)]
    public void Reads_a_report_of_progress(string status, DeliveryState state)
    {
        TwilioSms.TryReadReport(Forms.Of(("MessageSid", Forms.Message), ("MessageStatus", status)), out var report, out _).ShouldBeTrue();
        report.ShouldBe(new DeliveryReport(Forms.Message, state, null));
    }

    [Theory]
    [InlineData("30003", SendOutcome.RetryLater)]
    [InlineData("30008", SendOutcome.RetryLater)]
    [InlineData("30005", SendOutcome.Refused)]
    [InlineData("30007", SendOutcome.Refused)]
    [InlineData("21610", SendOutcome.Refused)]
    [InlineData("", SendOutcome.Refused)]
    public void Reads_from_a_report_of_failure_whether_to_try_again(string code, SendOutcome outcome)
    {
        var form = Forms.Of(("MessageSid", Forms.Message), ("MessageStatus", "undelivered"), ("ErrorCode", code));
        TwilioSms.TryReadReport(form, out var report, out _).ShouldBeTrue();
        report.State.ShouldBe(DeliveryState.Failed);
        report.Failure.ShouldNotBeNull().Outcome.ShouldBe(outcome);
    }

    private static IncomingMessage Read(UrlForm form)
    {
        TwilioSms.TryReadMessage(form, Forms.Noon, out var message, out var error).ShouldBeTrue(error?.ToString());
        return message!;
    }
}
