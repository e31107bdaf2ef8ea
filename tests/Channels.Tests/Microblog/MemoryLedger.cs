using System.Collections.Concurrent;

namespace Hotline.Channels.Tests.Microblog;

/// <summary>The ledger's contract, kept in memory.</summary>
internal sealed class MemoryLedger : ICallLedger
{
    private readonly Lock _turn = new();

    public ConcurrentDictionary<DateOnly, (int Readings, int Replies)> Days { get; } = new();

    public Task<bool> TryCount(string account, DateOnly day, bool reply, int most, int mostInAll, CancellationToken ct)
    {
        lock (_turn)
        {
            var (readings, replies) = Days.GetValueOrDefault(day);
            if ((reply ? replies : readings) >= most || readings + replies >= mostInAll)
            {
                return Task.FromResult(false);
            }

            Days[day] = reply ? (readings, replies + 1) : (readings + 1, replies);
            return Task.FromResult(true);
        }
    }
}
