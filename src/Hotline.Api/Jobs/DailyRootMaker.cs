using Hotline.Api.Data;

namespace Hotline.Api.Jobs;

/// <summary>After midnight of the city: seals the day that ended, then walks the whole history once and keeps what was found for the auditor.</summary>
internal sealed class DailyRootMaker(DailyRoots roots, HistoryVerifier verifier, TimeProvider clock, ILogger<DailyRootMaker> log) : RecurringJob(TimeSpan.FromMinutes(10), clock, log)
{
    protected override async Task<bool> Round(CancellationToken ct)
    {
        var made = 0;
        for (; await roots.MakeNext(ct) is { } root; made++)
            Log.LogInformation("Root of {Day}: {Root} ({Tickets} tickets, {Entries} entries)", root.Day, Convert.ToHexStringLower(root.Root), root.Tickets, root.Entries);
        if (made == 0) return false;
        var result = await verifier.Run(null, ct);
        await verifier.Keep(result, ct);
        if (result.FirstBreak is { } broken) Log.LogError("The history does not verify: {Break}", broken);
        return false;
    }
}
