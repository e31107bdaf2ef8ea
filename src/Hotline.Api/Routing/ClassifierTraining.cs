using System.Globalization;
using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Classifier;
using Hotline.Domain.Departments;
using Hotline.Domain.Staff;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Routing;

internal enum TrainingState { Idle, Running, Failed }

/// <summary>How far the training on this node is, or how the last one ended.</summary>
/// <param name="Fraction">0 to 1.</param>
/// <param name="Step">What is being done.</param>
/// <param name="Problem">Why it failed.</param>
/// <param name="Version">The model that came of it.</param>
internal sealed record TrainingRun(TrainingState State, double Fraction = 0, string? Step = null, DateTimeOffset? StartedAt = null, string? StartedBy = null, DateTimeOffset? EndedAt = null, string? Problem = null, int? Version = null);

/// <summary>
/// Makes a challenger from the city's examples and what people decided, on command or on schedule: trains in a process of its
/// own, measures it beside the champion, registers it, and promotes it where the configuration says so.
/// </summary>
internal sealed class ClassifierTraining(IDbContextFactory<HotlineDb> contexts, ModelRegistry registry, ModelFiles files, RunningClassifier running, City city, HotlineOptions options, TimeProvider clock, ILogger<ClassifierTraining> log) : BackgroundService
{
    private const string LastScheduled = "classifier.last_scheduled_training";
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _wanted = new(0, 1);
    private readonly Lock _turn = new();
    private volatile TrainingRun _run = new(TrainingState.Idle);

    public TrainingRun Run => _run;

    /// <summary>False when a training is running already.</summary>
    public bool TryStart(string by)
    {
        lock (_turn)
        {
            if (_run.State == TrainingState.Running) return false;
            _run = new TrainingRun(TrainingState.Running, 0, "waiting", clock.GetUtcNow(), by);
        }
        _wanted.Release();
        return true;
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _wanted.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (options.Routing.RetrainEvery is { } every && options.Serves("Worker") && await IsDue(every, stoppingToken)) TryStart(Actor.System.UserName);
                if (await _wanted.WaitAsync(LookEvery, stoppingToken)) await Train(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { return; }
#pragma warning disable CA1031 // a failed training is shown on the page and must not end the next one
            catch (Exception e)
#pragma warning restore CA1031
            {
                log.LogWarning(e, "Training the classifier failed");
                if (_run.State == TrainingState.Running) _run = _run with { State = TrainingState.Failed, Problem = e.Message, EndedAt = clock.GetUtcNow() };
            }
        }
    }

    private async Task Train(CancellationToken ct)
    {
        TrainingData data;
        await using (var db = await contexts.CreateDbContextAsync(ct)) data = await TrainingData.Read(options.City.Folder!, city, db, ct);
        var file = files.Temporary();
        try
        {
            await TrainingProcess.Run(data.Training, file, clock.GetUtcNow(), p => _run = _run with { Fraction = p.Fraction * 0.95, Step = p.Step }, ct);
            var content = await File.ReadAllBytesAsync(file, ct);
            var (model, problem) = ModelFiles.Open(content, Path.GetFileName(file));
            if (model is null) throw new InvalidOperationException(problem!.Detail);
            _run = _run with { Fraction = 0.96, Step = "measuring on the hold-out" };
            var evaluation = await Task.Factory.StartNew(() => ModelEvaluation.Measure(running.Champion, model, data, ct), ct, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            if (options.Routing.PromoteMargin is { } margin) evaluation = evaluation with { Promotion = PromotionVerdict.Of(evaluation, margin) };
            var row = await registry.Register(content, model, evaluation, ModelState.Challenger, _run.StartedBy!, ct);
            if (evaluation.Promotion is { Obstacles: [] } && await registry.Promote(row.Id, Actor.System, ct) is { } refused)
                log.LogWarning("Version {Version} passed and was not promoted: {Code}", row.Version, refused.Code);
            _run = _run with { State = TrainingState.Idle, Fraction = 1, Step = "done", EndedAt = clock.GetUtcNow(), Version = row.Version };
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>True on one node once every interval, and only when people have decided something since the last time.</summary>
    private async Task<bool> IsDue(TimeSpan every, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var (now, before) = (Text(clock.GetUtcNow()), clock.GetUtcNow() - every);
        if (await db.Settings.AsNoTracking().SingleOrDefaultAsync(s => s.Key == LastScheduled, ct) is not { } last)
        {
            await db.Keep(LastScheduled, now, ct);
            return false;
        }
        var at = DateTimeOffset.Parse(last.Value, CultureInfo.InvariantCulture);
        if (at > before) return false;
        var newest = await db.Examples.Where(e => e.DroppedAt == null).OrderByDescending(e => e.Id).Select(e => (DateTimeOffset?)e.DecidedAt).FirstOrDefaultAsync(ct);
        if (newest is null || newest <= at) return false;
        return await db.Write(() => db.Settings.Where(s => s.Key == LastScheduled && s.Value == last.Value).ExecuteUpdateAsync(s => s.SetProperty(x => x.Value, now), ct), ct) == 1;
    }

    private static string Text(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);
}
