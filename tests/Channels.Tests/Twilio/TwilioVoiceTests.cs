using Hotline.Channels.Twilio;

namespace Hotline.Channels.Tests.Twilio;

public sealed class TwilioVoiceTests
{
    [Fact]
    public void Reads_the_first_request_of_a_call()
    {
        var call = Read(Forms.Of(("CallSid", Forms.Call), ("AccountSid", Forms.Account), ("From", "+15005550006"), ("To", "+15005550009")));
        call.ShouldBe(new VoiceCall(Forms.Account, Forms.Call, "+15005550009", CallerKind.Number, "+15005550006", "", false, null));
    }

    [Theory]
    [InlineData("anonymous", CallerKind.Withheld, null)]
    [InlineData("Anonymous", CallerKind.Withheld, null)]
    [InlineData("+266696687", CallerKind.Withheld, null)]
    [InlineData("+7378742833", CallerKind.Withheld, null)]
    [InlineData("", CallerKind.Withheld, null)]
    [InlineData(null, CallerKind.Withheld, null)]
    [InlineData("client:agent_8001", CallerKind.Client, "client:agent_8001")]
    [InlineData("sip:lobby@hotline.example", CallerKind.Sip, "sip:lobby@hotline.example")]
    [InlineData("+15005550006", CallerKind.Number, "+15005550006")]
    public void Tells_callers_apart(string? from, CallerKind kind, string? address)
    {
        var call = Read(Forms.Voicemail(("From", from)));
        (call.Caller, call.From).ShouldBe((kind, address));
    }

    [Theory]
    [InlineData("1", "1", false)]
    [InlineData("20260302*5773#", "20260302*5773#", false)]
    [InlineData("hangup", "", true)]
    [InlineData(null, "", false)]
    public void Reads_the_keys_pressed(string? digits, string keys, bool hungUp)
    {
        var call = Read(Forms.Voicemail(("Digits", digits)));
        (call.Digits, call.HungUp).ShouldBe((keys, hungUp));
    }

    [Fact]
    public void Turns_a_message_left_after_the_tone_into_a_message()
    {
        var form = Forms.Voicemail();
        TwilioVoice.TryReadVoicemail(form, Forms.Noon, out var message, out var error).ShouldBeTrue(error?.ToString());
        (message!.Channel, message.ChannelAccount, message.ProviderId, message.Sender).ShouldBe((ChannelKind.Phone, Forms.Account, Forms.Recording, "+15005550006"));
        message.Subject.ShouldBeEmpty();
        message.Body.ShouldBe("[语音留言，12 秒 | voicemail, 12 seconds]");
        message.Attachments.ShouldBe([new IncomingAttachment($"{Forms.Recording}.wav", "audio/wav", new Uri(Forms.RecordingUrl), null, null)]);
        message.RawPayload.ShouldBe(form.Raw);
    }

    [Fact]
    public void Gives_a_recording_the_same_identity_from_either_request()
    {
        TwilioVoice.TryReadVoicemail(Forms.Voicemail(), Forms.Noon, out var left, out _).ShouldBeTrue();
        var completed = Forms.Voicemail(("From", null), ("To", null), ("Digits", null), ("RecordingStatus", "completed"));
        TwilioVoice.TryReadVoicemail(completed, Forms.Noon, out var reported, out _).ShouldBeTrue();
        (reported!.ChannelAccount, reported.ProviderId).ShouldBe((left!.ChannelAccount, left.ProviderId));
        reported.Sender.ShouldBeNull();
    }

    [Theory]
    [InlineData("CallSid", null, "is missing")]
    [InlineData("CallSid", "CA1", "is malformed")]
    [InlineData("AccountSid", "AC", "is malformed")]
    [InlineData("Digits", "1;2", "is malformed")]
    [InlineData("Digits", "١", "is malformed")]
    [InlineData("RecordingSid", null, "is missing")]
    [InlineData("RecordingSid", "RE../../x", "is malformed")]
    [InlineData("RecordingUrl", null, "is missing")]
    [InlineData("RecordingUrl", "//", "is malformed")]
    [InlineData("RecordingDuration", "long", "is malformed")]
    [InlineData("RecordingStatus", "absent", "is not completed")]
    public void Names_the_field_at_fault(string field, string? value, string reason)
    {
        TwilioVoice.TryReadVoicemail(Forms.Voicemail((field, value)), Forms.Noon, out var message, out var error).ShouldBeFalse();
        message.ShouldBeNull();
        error.ShouldBe(new FieldError(field, reason));
    }

    [Fact]
    public void A_call_without_a_recording_is_no_voicemail()
    {
        var form = Forms.Voicemail(("RecordingSid", null), ("RecordingUrl", null));
        TwilioVoice.TryRead(form, out _, out _).ShouldBeTrue();
        TwilioVoice.TryReadVoicemail(form, Forms.Noon, out _, out var error).ShouldBeFalse();
        error.ShouldBe(new FieldError("RecordingSid", "is missing"));
    }

    [Theory]
    [InlineData("K7QF", "5773")]
    [InlineData("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999")]
    [InlineData("", "")]
    public void Spells_a_code_on_the_telephone_keys(string code, string digits) => PhoneKeypad.Digits(code).ShouldBe(digits);

    [Theory]
    [InlineData("K7-QF")]
    [InlineData("码")]
    public void Refuses_to_spell_what_has_no_key(string code) => Should.Throw<ArgumentException>(() => PhoneKeypad.Digits(code));

    private static VoiceCall Read(UrlForm form)
    {
        TwilioVoice.TryRead(form, out var call, out var error).ShouldBeTrue(error?.ToString());
        return call!;
    }
}
