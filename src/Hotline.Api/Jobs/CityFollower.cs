using Hotline.Api.Data;

namespace Hotline.Api.Jobs;

/// <summary>Every few seconds: takes over what an administrator applied on another node.</summary>
internal sealed class CityFollower(CityDocuments documents, TimeProvider clock, ILogger<CityFollower> log) : RecurringJob(TimeSpan.FromSeconds(3), clock, log)
{
    protected override async Task<bool> Round(CancellationToken ct)
    {
        await documents.Follow(ct);
        return false;
    }
}
