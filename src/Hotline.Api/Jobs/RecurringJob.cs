using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Jobs;

/// <summary>
/// Background work in rounds: a round at the start and one each time the interval has passed, at once again while there is more
/// to do. A round in which somebody else wrote first comes again at once, any other that fails is logged and comes at the next
/// interval; nothing but the host's stop ends the job.
/// </summary>
internal abstract class RecurringJob(TimeSpan every, TimeProvider clock, ILogger log) : BackgroundService
{
    protected TimeProvider Clock => clock;
    protected ILogger Log => log;

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(every, clock);
        do
        {
            try { while (await Round(3, stoppingToken)) { } }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { return; }
#pragma warning disable CA1031 // what could not be done now is still in the database at the next round
            catch (Exception e)
#pragma warning restore CA1031
            { log.LogError(e, "{Job} failed; trying again in {Every}", GetType().Name, every); }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<bool> Round(int tries, CancellationToken ct)
    {
        while (true)
            try { return await Round(ct); }
            catch (DbUpdateConcurrencyException) when (--tries > 0) { /* it looks again at what is there now */ }
    }

    /// <summary>One bounded piece of the work; true when there is more of it now.</summary>
    protected abstract Task<bool> Round(CancellationToken ct);
}
