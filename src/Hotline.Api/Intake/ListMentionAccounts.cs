using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Channels;
using Hotline.Domain.Staff;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Hotline.Api.Intake;

/// <summary>How far the city's accounts at microblogs are read, and what stands in the way.</summary>
[Allow(Role.Administrator, Role.Supervisor)]
internal sealed record ListMentionAccounts;

/// <param name="NotConfigured">The configuration key that is missing or wrong; null when the account is ready.</param>
/// <param name="LookedAt">When the provider last answered; null before the first time.</param>
/// <param name="TakenAt">When a message was last taken.</param>
/// <param name="Error">Why it cannot be read; null while it can.</param>
/// <param name="ErrorAt">Since when.</param>
/// <param name="TokenEndsAt">Null when the token has no end, or the provider did not say.</param>
/// <param name="TokenEnding">True in the token's last week and after: somebody must make a new one.</param>
internal sealed record MentionAccountView(string Account, string? NotConfigured, DateTimeOffset? LookedAt, DateTimeOffset? TakenAt, string? Error, DateTimeOffset? ErrorAt, DateTimeOffset? TokenEndsAt, bool TokenEnding);

internal sealed class ListMentionAccountsHandler(HotlineDb db, IEnumerable<IMentionSource> sources, TimeProvider clock) : IHandler<ListMentionAccounts, IReadOnlyList<MentionAccountView>>
{
    public async Task<Result<IReadOnlyList<MentionAccountView>>> Handle(ListMentionAccounts request, CancellationToken ct)
    {
        var rows = await db.MentionAccounts.AsNoTracking().ToDictionaryAsync(a => a.Account, ct);
        return sources.Select(s => View(s, s.IsConfigured ? rows.GetValueOrDefault(s.Account) : null, clock.GetUtcNow())).ToList();
    }

    private static MentionAccountView View(IMentionSource source, MentionAccount? row, DateTimeOffset now) => new(source.Account, source.WhyNotConfigured, row?.LookedAt, row?.TakenAt, row?.Error, row?.ErrorAt, row?.TokenEndsAt,
        row is not null && MentionCheck.TokenEnding(row, now));
}

/// <summary>Ready also while an account cannot be read: its messages wait at the provider, and the note says which and why.</summary>
internal sealed class MentionCheck(IDbContextFactory<HotlineDb> contexts, IEnumerable<IMentionSource> sources, TimeProvider clock) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

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
