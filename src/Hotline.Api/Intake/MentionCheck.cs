using Hotline.Api.Data;
using Hotline.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Hotline.Api.Intake;

/// <summary>Ready also while an account cannot be read: its messages wait at the provider, and the note says which and why.</summary>
internal sealed class MentionCheck(IDbContextFactory<HotlineDb> contexts, IEnumerable<IMentionSource> sources, TimeProvider clock) : IHealthCheck
{
    /// <summary>A provider that cannot be read for longer is somebody's business.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    public static bool TokenEnding(MentionAccount row, DateTimeOffset now) =>
        row.TokenEndsAt is { } end && end - now <= MentionAccounts.TokenWarning || row.Error?.Contains("token_refused", StringComparison.Ordinal) == true;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var configured = sources.Where(s => s.IsConfigured).Select(s => s.Account).ToList();
        if (configured.Count == 0) return HealthCheckResult.Healthy();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var wrong = (await db.MentionAccounts.AsNoTracking().Where(a => configured.Contains(a.Account)).ToListAsync(cancellationToken))
            .Where(a => TokenEnding(a, now) || now - a.ErrorAt > Patience).Select(a => $"{a.Account}: {a.Error ?? "the token ends soon"}").ToList();
        return wrong.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(string.Join("; ", wrong));
    }
}
