using System.Text;
using System.Text.Json;
using Hotline.Channels.Cti;
using Hotline.Channels.Mail;
using Hotline.Channels.Tests.Twilio;
using Hotline.Channels.Tests.WeChat;
using Hotline.Channels.Twilio;
using Hotline.Channels.WeChat;

namespace Hotline.Channels.Tests.Contract;

/// <summary>
/// What everything that reads a provider's delivery keeps. A new reader is one more row of <see cref="Readers"/>; those that are
/// asked in turns instead of delivering are in <see cref="MentionContract"/>.
/// </summary>
public sealed class IncomingContractTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);
    private static readonly WeChatOptions WeChat = new() { AppId = StubWeChat.AppId };

    /// <summary>What was read: who it is for ever, and its words.</summary>
    private sealed record Read(string Identity, string Text);

    /// <param name="Sample">A delivery with the given identity and text.</param>
    /// <param name="Take">Null when it was refused with a field's name.</param>
    private sealed record Reader(Func<int, string, byte[]> Sample, Func<byte[], Read?> Take);

    private static readonly Dictionary<string, Reader> Readers = new()
    {
        ["Twilio SMS"] = new((id, text) => Encode(Forms.Sms(("MessageSid", $"SM{id:D32}"), ("Body", text))), bytes => TwilioSms.TryReadMessage(UrlForm.Parse(bytes), Now, out var m, out var e) ? Of(m) : Refused(e)),
        ["Twilio voicemail"] = new((id, _) => Encode(Forms.Voicemail(("RecordingSid", $"RE{id:D32}"), ("RecordingUrl", $"https://api.twilio.com/2010-04-01/Accounts/{Forms.Account}/Recordings/RE{id:D32}"))),
            bytes => TwilioVoice.TryReadVoicemail(UrlForm.Parse(bytes), Now, out var m, out var e) ? Of(m) : Refused(e)),
        ["WeChat"] = new((id, text) => Encoding.UTF8.GetBytes($"<xml><ToUserName>gh_1</ToUserName><FromUserName>oAbc</FromUserName><CreateTime>1409735668</CreateTime><MsgType>text</MsgType><Content>{System.Security.SecurityElement.Escape(text)}</Content><MsgId>{6_054_768_590_064_713_728 + id}</MsgId></xml>"),
            bytes => WeChatMessages.TryRead(WeChat, Encoding.UTF8.GetString(bytes), Now, out var push, out var e) ? push.Message is { } m ? Of(m) : new Read(push.Key, "") : Refused(e)),
        ["mail"] = new((id, text) => Encoding.UTF8.GetBytes($"From: a@example.org\r\nMessage-ID: <{id}@example.org>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}"),
            bytes => MimeReader.TryRead(bytes, out var m, out var e) ? new Read(m.MessageId ?? Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes)), m.Text) : Refused(e)),
        ["telephone system"] = new((id, _) => Encoding.UTF8.GetBytes($$"""{"eventId":"e-{{id}}","event":"ringing","callId":"c-{{id}}","at":"2026-03-02T10:00:00+08:00","from":"15005550006"}"""), bytes =>
        {
            if (JsonFields.Parse(bytes) is not { } json)
            {
                return null;
            }

            return CtiEvent.TryRead(json, out var happening, out var e) ? new Read(happening.EventId, "") : Refused(e);
        }),
    };

    public static TheoryData<string> Names => [.. Readers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_delivery_that_comes_again_is_the_same_message(string name)
    {
        var reader = Readers[name];
        var first = reader.Take(reader.Sample(1, "路灯不亮😀")).ShouldNotBeNull();
        reader.Take(reader.Sample(1, "路灯不亮😀")).ShouldBe(first);
        reader.Take(reader.Sample(2, "路灯不亮😀")).ShouldNotBeNull().Identity.ShouldNotBe(first.Identity);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_order_of_deliveries_changes_nothing(string name)
    {
        var reader = Readers[name];
        var samples = Enumerable.Range(1, 50).Select(i => reader.Sample(i, $"第{i}件")).ToList();
        var inOrder = samples.ConvertAll(s => reader.Take(s));
        Enumerable.Reverse(samples).Select(s => reader.Take(s)).Reverse().ShouldBe(inOrder);
        inOrder.Select(r => r!.Identity).Distinct().Count().ShouldBe(50);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Whatever_the_bytes_there_is_a_message_or_a_named_field_and_no_control_character(string name)
    {
        var reader = Readers[name];
        var random = new Random(name.Length);
        string[] texts = ["\0\u0001\u001b[2J\u202e", string.Concat(Enumerable.Repeat("😀", 20_000)), "<script>alert(1)</script>", "'; DROP TABLE ticket; --", "%00%ff&a=b", new('[', 50_000), "𠮷" + new string('\u0301', 5_000)];
        foreach (var text in texts)
        {
            Look(reader.Take(reader.Sample(1, text)));
        }

        for (var i = 0; i < 600; i++)
        {
            var bytes = reader.Sample(i, "桂子路路灯不亮 a=b&c");
            for (var n = random.Next(1, 12); n > 0; n--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            Look(reader.Take(random.Next(4) == 0 ? bytes[..random.Next(bytes.Length)] : bytes));
        }

        Look(reader.Take([]));
        var noise = new byte[100_000];
        random.NextBytes(noise);
        Look(reader.Take(noise));

        static void Look(Read? read) => (read?.Text ?? "").ShouldAllBe(c => c >= ' ' && c != '\u007f' || c == '\n' || c == '\t');
    }

    private static Read Of(IncomingMessage m) => new($"{m.ChannelAccount}|{m.ProviderId}", m.Body);

    private static Read? Refused(FieldError error)
    {
        error.Field.ShouldNotBeNullOrEmpty();
        error.Reason.ShouldNotBeNullOrEmpty();
        return null;
    }

    private static byte[] Encode(UrlForm form) => Encoding.UTF8.GetBytes(string.Join('&', form.Fields.Select(f => $"{Uri.EscapeDataString(f.Key)}={Uri.EscapeDataString(f.Value)}")));
}
