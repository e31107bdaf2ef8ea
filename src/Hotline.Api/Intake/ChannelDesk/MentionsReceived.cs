using Hotline.Channels;

namespace Hotline.Api.Intake.ChannelDesk;

/// <summary>Mentions that the reading passed over. What lies beyond its cursor is still to be read.</summary>
internal sealed class MentionsReceived(IMentionHistory source, MentionAccounts accounts, MentionIntake intake) : IReconcilable
{
    public ChannelKind Channel => ChannelKind.Microblog;

    public string Account => source.Account;

    public string? WhyNotConfigured => source.WhyNotConfigured;

    public async Task<ReceivedList> ListReceived(DateTimeOffset since, DateTimeOffset until, CancellationToken ct) =>
        await source.ListReceived(since, until, await accounts.Cursor(source.Account, source.Feeds[0], ct), ct);

    public async Task<string?> Recover(Received message, CancellationToken ct)
    {
        var fetched = await source.Fetch(message.Id, ct);
        if (fetched.Message is { } mention) await intake.Take(source.Account, [mention], ct);
        return fetched.Failure;
    }
}
