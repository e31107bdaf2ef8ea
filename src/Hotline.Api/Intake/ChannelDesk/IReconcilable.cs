using Hotline.Api.Data;
using Hotline.Channels;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Intake.ChannelDesk;

/// <summary>
/// A way in whose provider can tell what it received for us, so that what never reached us is found and taken in like the rest. A
/// channel takes part by registering this contract; who compares, and when, is not its business.
/// </summary>
internal interface IReconcilable
{
    ChannelKind Channel { get; }

    /// <summary>The <see cref="IncomingMessage.ChannelAccount"/> of its messages; asked for only when it is configured.</summary>
    string Account { get; }

    /// <summary>Names the configuration key that is missing or wrong; null when the provider can be asked.</summary>
    string? WhyNotConfigured { get; }

    /// <summary>What the provider received for us from <paramref name="since"/> until before <paramref name="until"/>.</summary>
    Task<ReceivedList> ListReceived(DateTimeOffset since, DateTimeOffset until, CancellationToken ct);

    /// <summary>Which of these ids we know.</summary>
    Task<List<string>> Known(HotlineDb db, string[] ids, CancellationToken ct) =>
        db.Messages.AsNoTracking().Where(m => m.ChannelAccount == Account && EF.Parameter(ids).Contains(m.ProviderId)).Select(m => m.ProviderId).ToListAsync(ct);

    /// <summary>Fetches one of <see cref="ListReceived"/> and takes it in, once for ever. Why it could not; null when it is on disk.</summary>
    Task<string?> Recover(Received message, CancellationToken ct);
}
