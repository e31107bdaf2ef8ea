using Hotline.Api.Data;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Routing;

/// <summary>Every few seconds: follows promotions made on other nodes and keeps what the challenger answered here.</summary>
internal sealed class ModelWatcher(IDbContextFactory<HotlineDb> contexts, ModelRegistry registry, RunningClassifier running, TimeProvider clock, ILogger<ModelWatcher> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Every, clock, stoppingToken);
                await registry.Refresh(stoppingToken);
                await KeepShadow(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { return; }
#pragma warning disable CA1031 // the present model goes on advising while the database is away
            catch (Exception e)
#pragma warning restore CA1031
            {
                log.LogWarning(e, "The registry of classifiers cannot be read; trying again");
            }
        }
    }

    private async Task KeepShadow(CancellationToken ct)
    {
        var counts = running.TakeShadow();
        if (counts.Count == 0) return;
        try
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            await db.Write(async () =>
            {
                foreach (var count in counts)
                    await db.Database.ExecuteSqlAsync($"""
                        INSERT INTO classifier_shadow (model_id, category_code, scored, agreed) VALUES ({count.ModelId}, {count.CategoryCode}, {count.Scored}, {count.Agreed})
                        ON CONFLICT (model_id, category_code) DO UPDATE SET scored = classifier_shadow.scored + excluded.scored, agreed = classifier_shadow.agreed + excluded.agreed
                        """, ct);
                return counts.Count;
            }, ct);
        }
        catch
        {
            running.PutBack(counts);
            throw;
        }
    }
}
