using Hotline.Channels;
using Hotline.Channels.Twilio;

namespace Hotline.Api.Intake.ChannelDesk;

/// <summary>Texts at Twilio whose report never came.</summary>
internal sealed class TextsReceived(TwilioReceived twilio, TwilioOptions options, IntakePipeline intake, TimeProvider clock) : IReconcilable
{
    public ChannelKind Channel => ChannelKind.Sms;

    public string Account => options.AccountSid!;

    public string? WhyNotConfigured => options.WhyNotConfigured;

    public Task<ReceivedList> ListReceived(DateTimeOffset since, DateTimeOffset until, CancellationToken ct) => twilio.ListMessages(since, until, ct);

    public async Task<string?> Recover(Received message, CancellationToken ct)
    {
        var fetched = await twilio.FetchMessage(message.Id, clock.GetUtcNow(), ct);
        return fetched.Message is { } text ? (await intake.Submit(new IntakeRequest(text) { IsConversation = true })).Error?.Code : fetched.Failure;
    }
}
