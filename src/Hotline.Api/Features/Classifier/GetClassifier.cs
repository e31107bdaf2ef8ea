using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Api.Routing;
using Hotline.Domain.Departments;
using Hotline.Domain.Staff;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Classifier;

/// <summary>Which classifier advises, which one waits beside it, and how they were made.</summary>
[Allow(Role.Administrator, Role.Supervisor)]
internal sealed record GetClassifier;

/// <param name="Code">A code of docs/errors.md.</param>
/// <param name="Sentence">The same in the reader's language.</param>
internal sealed record ClassifierProblem(string Code, string Sentence);

/// <summary>The challenger's answers beside the champion's on live messages.</summary>
/// <param name="Rate">Share in which they agree; absent before the first message.</param>
internal sealed record ShadowView(long Scored, long Agreed, double? Rate, IReadOnlyList<ShadowCategory> Categories);

/// <param name="Code">The champion's answer; empty where it had none.</param>
internal sealed record ShadowCategory(string Code, string Name, long Scored, long Agreed);

/// <param name="Evaluation">The comparison with the champion of that time; absent for a model that was not trained here.</param>
/// <param name="Shadow">Live agreement with the champion; only for the challenger.</param>
/// <param name="FileDeletedAt">When the file of a long retired model was deleted; such a model cannot be promoted.</param>
internal sealed record ModelView(Guid Id, int Version, ModelState State, DateTimeOffset TrainedAt, string TrainedBy, DateTimeOffset? PromotedAt, string? PromotedBy,
    CardView Card, ModelEvaluation? Evaluation, ShadowView? Shadow, DateTimeOffset? FileDeletedAt);

/// <summary>The examples people have given.</summary>
/// <param name="Tickets">Tickets with a decision that counts.</param>
/// <param name="Dropped">Examples the knowledge keeper took out.</param>
internal sealed record ExampleCounts(int Tickets, int Dropped, DateTimeOffset? Newest);

/// <param name="Problem">Why suggestions are off; absent when they are on.</param>
/// <param name="Training">The training on the node that answers.</param>
/// <param name="MayAct">Whether the reader may train, promote and roll back.</param>
/// <param name="MayRollBack">Whether there is a model to go back to.</param>
/// <param name="Models">Newest first.</param>
internal sealed record ClassifierView(int? RunningVersion, ClassifierProblem? Problem, TrainingRun Training, bool MayAct, bool MayRollBack, double? PromoteMargin, TimeSpan? RetrainEvery,
    ExampleCounts Examples, IReadOnlyList<ModelView> Models);

internal sealed class GetClassifierHandler(HotlineDb db, RunningClassifier running, ClassifierTraining training, HotlineOptions options, City city, CurrentActor actor) : IHandler<GetClassifier, ClassifierView>
{
    private const int MostModels = 20;

    public async Task<Result<ClassifierView>> Handle(GetClassifier request, CancellationToken ct)
    {
        var run = training.Run;   // before the models: of a training that has ended they show what came of it
        var models = await db.Models.AsNoTracking().OrderByDescending(m => m.Version).Take(MostModels).ToListAsync(ct);
        var shadow = models.Find(m => m.State == ModelState.Challenger) is { } challenger ? await Shadow(challenger.Id, ct) : null;
        var problem = running.Problem is { } p ? new ClassifierProblem(p.Code, ErrorTexts.Sentence(p.Code, [p.Detail])) : null;
        var mayAct = actor.Required.Has(Role.Administrator);
        var mayRollBack = mayAct && await db.Models.AnyAsync(m => m.State == ModelState.Retired && m.PromotedAt != null, ct);
        return new ClassifierView(running.Champion?.Version, problem, run, mayAct, mayRollBack, options.Routing.PromoteMargin, options.Routing.RetrainEvery, await Examples(ct),
            models.ConvertAll(m => new ModelView(m.Id, m.Version, m.State, m.TrainedAt, m.TrainedBy, m.PromotedAt, m.PromotedBy, ModelJson.Read<CardView>(m.Card),
                m.Evaluation is null ? null : ModelJson.Read<ModelEvaluation>(m.Evaluation), m.State == ModelState.Challenger ? shadow : null, m.FileDeletedAt)));
    }

    private async Task<ShadowView> Shadow(Guid challenger, CancellationToken ct)
    {
        var tallies = await db.ShadowTallies.AsNoTracking().Where(s => s.ModelId == challenger).OrderByDescending(s => s.Scored).ToListAsync(ct);
        var (scored, agreed) = (tallies.Sum(t => t.Scored), tallies.Sum(t => t.Agreed));
        return new ShadowView(scored, agreed, scored == 0 ? null : (double)agreed / scored, tallies.ConvertAll(t => new ShadowCategory(t.CategoryCode, CategoryNames.Of(city, t.CategoryCode), t.Scored, t.Agreed)));
    }

    private async Task<ExampleCounts> Examples(CancellationToken ct)
    {
        var kept = db.Examples.Where(e => e.DroppedAt == null);
        return new ExampleCounts(await kept.Select(e => e.TicketId).Distinct().CountAsync(ct), await db.Examples.CountAsync(e => e.DroppedAt != null, ct), await kept.MaxAsync(e => (DateTimeOffset?)e.DecidedAt, ct));
    }
}
