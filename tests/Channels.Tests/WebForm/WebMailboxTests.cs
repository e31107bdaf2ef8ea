using System.Text.Json;
using Hotline.Channels.WebForm;

namespace Hotline.Channels.Tests.WebForm;

public sealed class WebMailboxTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.FromHours(8));
    private static readonly WebMailboxForm Form = new(
        Guid.Parse("0195a1b2-0000-7000-8000-000000000001"), "mailbox", "某居民", "+15005550006", "someone@hotline.example", "路灯", "路灯坏了\u0000\r\n三天", []);

    [Fact]
    public void Turns_a_submission_into_a_message()
    {
        var message = Read(Form);
        (message.Channel, message.ChannelAccount, message.ProviderId).ShouldBe((ChannelKind.Web, "mailbox", "0195a1b2-0000-7000-8000-000000000001"));
        (message.Sender, message.SenderName, message.Subject, message.Body).ShouldBe(("+15005550006", "某居民", "路灯", "路灯坏了\n三天"));
        using var raw = JsonDocument.Parse(message.RawPayload);
        raw.RootElement.GetProperty("email").GetString().ShouldBe("someone@hotline.example");
        message.RawPayload.ShouldContain("某居民");
        message.RawPayload.ShouldNotContain("\0");
    }

    [Fact]
    public void Prefers_the_telephone_and_allows_no_sender_at_all()
    {
        Read(Form with { Phone = " " }).Sender.ShouldBe("someone@hotline.example");
        var nobody = Read(Form with { Phone = null, Email = "", Name = "\t" });
        nobody.Sender.ShouldBeNull();
        nobody.SenderName.ShouldBeNull();
    }

    [Fact]
    public void Names_the_field_at_fault()
    {
        Fault(Form with { SubmissionId = Guid.Empty }).ShouldBe("SubmissionId");
        Fault(Form with { Mailbox = "" }).ShouldBe("Mailbox");
        Fault(Form with { Body = " \u0001\n" }).ShouldBe("Body");
    }

    private static IncomingMessage Read(WebMailboxForm form)
    {
        WebMailbox.TryRead(form, Noon, out var message, out var error).ShouldBeTrue(error?.ToString());
        return message!;
    }

    private static string Fault(WebMailboxForm form)
    {
        WebMailbox.TryRead(form, Noon, out _, out var error).ShouldBeFalse();
        return error!.Field;
    }
}
