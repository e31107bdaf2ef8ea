using Hotline.Api.Platform;
using Hotline.Api.Routing;
using Hotline.Domain;
using Hotline.Domain.Staff;

namespace Hotline.Api.Features.Classifier;

/// <summary>Trains a challenger in the background from the city's examples and what people decided; one at a time.</summary>
[Allow(Role.Administrator)]
internal sealed record TrainClassifier;

internal sealed class TrainClassifierHandler(ClassifierTraining training, CurrentActor actor) : IHandler<TrainClassifier, TrainingRun>
{
    public Task<Result<TrainingRun>> Handle(TrainClassifier request, CancellationToken ct) => Task.FromResult<Result<TrainingRun>>(
        training.TryStart(actor.Required.UserName) ? training.Run : new Error(ErrorKind.Conflict, "classifier.training_already"));
}
