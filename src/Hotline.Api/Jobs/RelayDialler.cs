using Hotline.Api.Data;
using Hotline.Api.Intake.Relay;
using Hotline.Api.Platform;
using Hotline.Channels;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Jobs;

/// <summary>Rings the first leg of relayed calls that were asked for, once each: a telephone that rings twice for nothing is worse than one that does not.</summary>
internal sealed class RelayDialler(IDbContextFactory<HotlineDb> contexts, IServiceScopeFactory scopes, RelayCalls calls, PersonalData personal, HotlineOptions options, TimeProvider clock, ILogger<RelayDialler> log)
    : RecurringJob(TimeSpan.FromSeconds(1), clock, log)
{
    /// <summary>Ringing, talking and ringing again take less; after that no report will come.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(45);

    protected override async Task<bool> Round(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var edge = Clock.GetUtcNow() - Longest;
        foreach (var lost in await db.RelayCalls.AsNoTracking().Where(c => c.State == RelayCallState.Calling && c.RequestedAt < edge).OrderBy(c => c.Id).Select(c => c.Id).Take(20).ToListAsync(ct)) await calls.GiveUp(lost, "no report", ct);
        if (await db.RelayCalls.Where(c => c.State == RelayCallState.Requested).OrderBy(c => c.Id).FirstOrDefaultAsync(ct) is not { } call) return false;
        call.State = RelayCallState.Calling;
        await db.SaveChangesAsync(ct);   // on record before it is made, by one node
        await using var scope = scopes.CreateAsyncScope();
        if (scope.ServiceProvider.GetServices<IRelayCaller>().FirstOrDefault() is not { } caller || options.PublicBaseUrl is not { } site)
        {
            await calls.GiveUp(call.Id, "not configured", ct);
            return true;
        }
        Uri At(string what) => new($"{site.GetLeftPart(UriPartial.Authority)}{site.AbsolutePath.TrimEnd('/')}/webhooks/twilio/relay/{call.Id}/{what}");
        var result = await caller.Call(new RelayCallOrder(call.Id, personal.Open(call.CallerNumber), At("answer"), At("status")), ct);
        // Unknown: it may ring all the same, and its reports are believed when they come.
        if (result.Outcome is SendOutcome.Refused or SendOutcome.RetryLater) await calls.GiveUp(call.Id, $"{result.ErrorCode} {result.ErrorText}".Trim(), ct);
        else if (result.ProviderId is { } provider)
        {
            call.ProviderCallId = provider;
            try { await db.SaveChangesAsync(ct); }
            catch (DbUpdateConcurrencyException) { }   // its first report was faster and said the same
        }
        return true;
    }
}
