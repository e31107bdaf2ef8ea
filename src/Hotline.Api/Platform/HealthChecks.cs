using Hotline.Api.Data;
using Hotline.Api.Intake;
using Hotline.Api.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Hotline.Api.Platform;

/// <summary>Ready means: the database answers.</summary>
internal sealed class DatabaseCheck(IDbContextFactory<HotlineDb> contexts) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Events.AsNoTracking().OrderBy(e => e.Seq).Select(e => e.Seq).FirstOrDefaultAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}

/// <summary>Ready means: the intake has room.</summary>
internal sealed class IntakeCheck(IntakePipeline intake) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var status = intake.Status;
        var data = new Dictionary<string, object> { ["depth"] = status.Depth, ["capacity"] = status.Capacity };
        return Task.FromResult(status.Depth < status.Capacity ? HealthCheckResult.Healthy(data: data) : HealthCheckResult.Degraded("The intake is full", data: data));
    }
}

/// <summary>Ready also without a classifier: its tickets wait for people, and the note says why.</summary>
internal sealed class ClassifierCheck(RunningClassifier running) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        running.Problem is { } problem ? HealthCheckResult.Degraded($"Suggestions are off: {problem.Code} {problem.Detail}") : HealthCheckResult.Healthy());
}
