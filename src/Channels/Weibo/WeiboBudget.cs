namespace Hotline.Channels.Weibo;

/// <summary>
/// The calls of a day, spread: of the part for reading so much is free as the day has gone on, one call ahead; answers may use
/// what their reserve holds and what reading has left over.
/// </summary>
internal sealed class WeiboBudget(WeiboOptions options, ICallLedger ledger, TimeProvider clock)
{
    // Weibo's day is Beijing's; China has had one time zone without summer time since 1992.
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    private string Account => $"weibo:{options.Uid}";

    /// <summary>Counts one reading call if the day's course allows it.</summary>
    /// <returns>Null when the call may be made; otherwise how long to wait.</returns>
    public async Task<TimeSpan?> TakeReading(CancellationToken ct)
    {
        var (day, gone) = Day();
        var share = options.DailyCalls - options.ReplyReserve;
        var free = Math.Min(share, 1 + (int)(gone / TimeSpan.FromDays(1) * share));
        if (await ledger.TryCount(Account, day, reply: false, free, options.DailyCalls, ct))
        {
            return null;
        }

        var next = TimeSpan.FromDays(1) * free / share;
        return (next > TimeSpan.FromDays(1) ? TimeSpan.FromDays(1) : next) - gone is var wait && wait > TimeSpan.FromSeconds(1) ? wait : TimeSpan.FromSeconds(1);
    }

    /// <summary>Counts one call for an answer.</summary>
    /// <returns>Null when the call may be made; otherwise how long until the next day.</returns>
    public async Task<TimeSpan?> TakeReply(CancellationToken ct)
    {
        var (day, gone) = Day();
        return await ledger.TryCount(Account, day, reply: true, options.DailyCalls, options.DailyCalls, ct) ? null : TimeSpan.FromDays(1) - gone + TimeSpan.FromMinutes(1);
    }

    private (DateOnly Day, TimeSpan Gone) Day()
    {
        var now = clock.GetUtcNow().ToOffset(Beijing);
        return (DateOnly.FromDateTime(now.Date), now.TimeOfDay);
    }
}
