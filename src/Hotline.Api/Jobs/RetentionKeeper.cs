using Hotline.Api.Data;

namespace Hotline.Api.Jobs;

/// <summary>Once an hour: what was kept long enough is anonymised or deleted.</summary>
internal sealed class RetentionKeeper(Anonymiser anonymiser, TimeProvider clock, ILogger<RetentionKeeper> log) : RecurringJob(TimeSpan.FromHours(1), clock, log)
{
    protected override async Task<bool> Round(CancellationToken ct)
    {
        var (tickets, recordings, others) = (await anonymiser.AnonymiseDue(ct), await anonymiser.DeleteRecordingsDue(ct), await anonymiser.ForgetUnclaimedDue(ct));
        if (tickets + recordings + others > 0) Log.LogInformation("Retention: {Tickets} tickets anonymised, {Recordings} recordings deleted, {Others} that were no ticket's forgotten", tickets, recordings, others);
        return tickets + recordings + others > 0;
    }
}
