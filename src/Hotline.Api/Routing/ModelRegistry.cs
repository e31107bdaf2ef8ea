using System.Data.Common;
using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Classifier;
using Hotline.Domain;
using Hotline.Domain.Staff;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Routing;

/// <summary>Which models there are and which one advises: rows in the database, files in the data folder. Every node follows the rows.</summary>
internal sealed class ModelRegistry(IDbContextFactory<HotlineDb> contexts, ModelFiles files, RunningClassifier running, HotlineOptions options, TimeProvider clock, ILogger<ModelRegistry> log) : IDisposable
{
    /// <summary>Whoever registers the model that came with the installation.</summary>
    private const string Installation = "system";

    private readonly SemaphoreSlim _refreshing = new(1, 1);
    private readonly Dictionary<Guid, (DateTime WrittenAt, ModelProblem Problem)> _refused = [];
    private ModelProblem? _brought;

    /// <summary>Sees to it that there is a champion: the model brought in, or one trained from the city's own examples (seconds). A file that cannot be used leaves suggestions off.</summary>
    /// <exception cref="InvalidOperationException">The configured model file does not exist.</exception>
    public async Task Start(CancellationToken ct)
    {
        if (options.Routing.ModelFile is { } file)
        {
            if (!File.Exists(file)) throw new InvalidOperationException($"Hotline:Routing:ModelFile names '{file}', which does not exist.");
            await BringIn(file, ct);
        }
        else if (!await Any(ct)) await TrainFirst(ct);
        await Follow(ct);
    }

    /// <summary>Follows the database: loads what was promoted or trained anywhere, and tries a refused file again when it has changed.</summary>
    public async Task Refresh(CancellationToken ct)
    {
        await _refreshing.WaitAsync(ct);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var rows = await db.Models.AsNoTracking().Where(m => m.State != ModelState.Retired).OrderByDescending(m => m.Version)
                .Select(m => new Registered(m.Id, m.Version, m.State, m.FileName, m.Sha256)).ToListAsync(ct);
            var (champion, problem) = Load(rows.Find(m => m.State == ModelState.Champion));
            var (challenger, _) = Load(rows.Find(m => m.State == ModelState.Challenger));
            problem = champion is not null ? null : problem ?? _brought ?? new ModelProblem("classifier.no_model", "");
            if (problem != running.Problem && problem is not null) log.LogError("Suggestions are off, tickets wait for people: {Code} {Detail}", problem.Code, problem.Detail);
            if (champion is not null && champion.Version != running.Champion?.Version) log.LogInformation("Classifier version {Version} advises: {Labels} categories from {Count} examples", champion.Version, champion.Model.Card.Labels.Count, champion.Model.Card.DataCount);
            running.Replace(champion, challenger, problem);
        }
        finally
        {
            _refreshing.Release();
        }
    }

    /// <summary>Adds a trained model as the challenger; an older challenger is retired.</summary>
    public async Task<ClassifierModel> Register(byte[] content, LinearTextModel model, ModelEvaluation? evaluation, ModelState state, string by, CancellationToken ct)
    {
        var (name, sha) = files.Keep(content);
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        var registered = await db.Write(async () =>
        {
            await db.Models.Where(m => m.State == state).ExecuteUpdateAsync(m => m.SetProperty(x => x.State, ModelState.Retired), ct);
            var row = new ClassifierModel
            {
                Id = Guid.CreateVersion7(now), Version = (await db.Models.MaxAsync(m => (int?)m.Version, ct) ?? 0) + 1, State = state, TrainedAt = model.Card.TrainedAt ?? now, TrainedBy = by,
                FileName = name, Sha256 = sha, Card = ModelJson.Write(CardView.Of(model.Card)), Evaluation = evaluation is null ? null : ModelJson.Write(evaluation),
                PromotedAt = state == ModelState.Champion ? now : null, PromotedBy = state == ModelState.Champion ? by : null,
            };
            db.Models.Add(row);
            db.Emit("ModelRegistered", "classifier", nameof(ClassifierModel), row.Id, now);
            await db.SaveChangesAsync(ct);
            return row;
        }, ct);
        await Follow(ct);
        return registered;
    }

    /// <summary>Makes a registered model the champion, here at once and on other nodes within seconds.</summary>
    public async Task<Error?> Promote(Guid id, Actor actor, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Models.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, ct) is not { } model) return Error.NotFound("classifier");
        if (model.State == ModelState.Champion) return new Error(ErrorKind.Conflict, "classifier.already_champion");
        if (model.FileDeletedAt is not null) return FileDeleted(model);
        if (files.Read(model.FileName, model.Sha256).Problem is { } problem) return new Error(ErrorKind.Conflict, problem.Code) { Arguments = [problem.Detail] };
        var now = clock.GetUtcNow();
        try
        {
            var promoted = await db.Write(async () =>
            {
                // The row is taken before the champion steps down, so that its file cannot be given up at the same moment.
                if (await db.Models.Where(m => m.Id == id && m.FileDeletedAt == null).ExecuteUpdateAsync(m => m.SetProperty(x => x.PromotedAt, now).SetProperty(x => x.PromotedBy, actor.UserName), ct) == 0) return false;
                await db.Models.Where(m => m.State == ModelState.Champion).ExecuteUpdateAsync(m => m.SetProperty(x => x.State, ModelState.Retired), ct);
                db.Emit("ModelPromoted", "classifier", nameof(ClassifierModel), id, now);
                await db.Models.Where(m => m.Id == id).ExecuteUpdateAsync(m => m.SetProperty(x => x.State, ModelState.Champion), ct);
                return true;
            }, ct);
            if (!promoted) return FileDeleted(model);
        }
        catch (DbException e) when (e.IsTransient || e.SqlState == UniqueViolation)
        {
            // Somebody promoted another model at the same moment; there is one champion, and it is theirs.
            return new Error(ErrorKind.Conflict, "classifier.promoted_meanwhile");
        }
        await Follow(ct);
        return null;
    }

    /// <summary>Makes the model before this one the champion again.</summary>
    public async Task<Error?> RollBack(Actor actor, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var before = await db.Models.AsNoTracking().Where(m => m.State == ModelState.Retired && m.PromotedAt != null).OrderByDescending(m => m.PromotedAt).Select(m => (Guid?)m.Id).FirstOrDefaultAsync(ct);
        return before is { } id ? await Promote(id, actor, ct) : new Error(ErrorKind.Conflict, "classifier.nothing_before");
    }

    /// <inheritdoc />
    public void Dispose() => _refreshing.Dispose();

    private static Error FileDeleted(ClassifierModel model) => new(ErrorKind.Conflict, "classifier.file_deleted") { Arguments = [$"{model.Version}"] };

    private const string UniqueViolation = "23505";

    private sealed record Registered(Guid Id, int Version, ModelState State, string FileName, string Sha256);

    private (LoadedModel?, ModelProblem?) Load(Registered? model)
    {
        if (model is null) return default;
        if (running.Champion is { } champion && champion.Id == model.Id) return (champion, null);
        if (running.Challenger is { } challenger && challenger.Id == model.Id) return (challenger, null);
        var written = files.WrittenAt(model.FileName);
        if (_refused.TryGetValue(model.Id, out var refused) && refused.WrittenAt == written) return (null, refused.Problem);
        var (loaded, problem) = files.Read(model.FileName, model.Sha256);
        if (loaded is not null) return (new LoadedModel(model.Id, model.Version, loaded), null);
        _refused[model.Id] = (written, problem!);
        return (null, problem);
    }

    /// <summary>After a change of the registry: loads what is new, and gives up the files of models that nobody will ask again.</summary>
    private async Task Follow(CancellationToken ct)
    {
        await Refresh(ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var models = await db.Models.AsNoTracking().OrderByDescending(m => m.Version).Select(m => new { m.Id, m.State, m.PromotedAt, m.FileName, m.FileDeletedAt }).ToListAsync(ct);
        var before = models.Where(m => m.State == ModelState.Retired && m.PromotedAt is not null).MaxBy(m => m.PromotedAt)?.Id;
        var old = models.Skip(options.Routing.KeepModels).Where(m => m.State == ModelState.Retired && m.FileDeletedAt is null && m.Id != before).Select(m => m.Id).ToList();
        if (old.Count > 0)
            await db.Write(() => db.Models.Where(m => old.Contains(m.Id) && m.State == ModelState.Retired).ExecuteUpdateAsync(m => m.SetProperty(x => x.FileDeletedAt, clock.GetUtcNow()), ct), ct);
        // The rows first: whatever a stopped process left behind is deleted the next time.
        var names = await db.Models.AsNoTracking().Select(m => new { m.FileName, Deleted = m.FileDeletedAt != null }).ToListAsync(ct);
        foreach (var name in names.Where(n => n.Deleted).Select(n => n.FileName).Except(names.Where(n => !n.Deleted).Select(n => n.FileName)))
        {
            try { files.Delete(name); }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException) { log.LogWarning("The file of a retired classifier stays for now: {Message}", e.Message); }
        }
    }

    private async Task<bool> Any(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Models.AnyAsync(ct);
    }

    private async Task BringIn(string file, CancellationToken ct)
    {
        var content = await File.ReadAllBytesAsync(file, ct);
        var sha = ModelFiles.Hash(content);
        await using (var db = await contexts.CreateDbContextAsync(ct))
            if (await db.Models.AnyAsync(m => m.Sha256 == sha, ct)) return;
        (var model, _brought) = ModelFiles.Open(content, Path.GetFileName(file));
        if (model is not null) await RegisterFirst(content, model, ct);
    }

    private async Task TrainFirst(CancellationToken ct)
    {
        var data = TrainingData.OfCity(options.City.Folder!);
        log.LogInformation("Training the classifier on {Count} examples of {Folder}", data.Training.Count, options.City.Folder);
        var model = LinearTextTrainer.Train(data.Training, new TrainingOptions { TrainedAt = clock.GetUtcNow() }, ct: ct);
        using var content = new MemoryStream();
        model.Save(content);
        await RegisterFirst(content.ToArray(), model, ct);
    }

    private async Task RegisterFirst(byte[] content, LinearTextModel model, CancellationToken ct)
    {
        try
        {
            await Register(content, model, null, ModelState.Champion, Installation, ct);
        }
        catch (DbUpdateException e)
        {
            log.LogInformation("Another node has registered its model first: {Message}", e.InnerException?.Message ?? e.Message);
        }
    }
}
