using Hotline.Classifier;

namespace Hotline.Api.Routing;

/// <summary>A registered model in the memory of this node.</summary>
internal sealed record LoadedModel(Guid Id, int Version, ITicketClassifier Model);

/// <summary>Why a model cannot run.</summary>
/// <param name="Code">A code of docs/errors.md.</param>
/// <param name="Detail">What is put into its sentence.</param>
internal sealed record ModelProblem(string Code, string Detail);

/// <summary>A challenger's answers beside one answer of the champion.</summary>
internal sealed record ShadowCount(Guid ModelId, string CategoryCode, long Scored, long Agreed);

/// <summary>
/// What this node asks: the champion advises, the challenger answers beside it unseen. Both are replaced in one step, so that a
/// message is judged by the old model or the new one and never waits.
/// </summary>
internal sealed class RunningClassifier
{
    private sealed record Present(LoadedModel? Champion, LoadedModel? Challenger, ModelProblem? Problem);

    private readonly Lock _turn = new();
    private readonly Dictionary<(Guid Model, string Category), (long Scored, long Agreed)> _shadow = [];
    private volatile Present _present = new(null, null, null);

    /// <summary>Null while suggestions are off.</summary>
    public LoadedModel? Champion => _present.Champion;

    public LoadedModel? Challenger => _present.Challenger;

    /// <summary>Why suggestions are off; null when they are on.</summary>
    public ModelProblem? Problem => _present.Problem;

    public void Replace(LoadedModel? champion, LoadedModel? challenger, ModelProblem? problem) => _present = new Present(champion, challenger, problem);

    /// <summary>Asks the challenger, if there is one, and counts whether it agrees with the champion.</summary>
    public void Shadow(string subject, string body, Prediction champion)
    {
        if (Challenger is not { } challenger) return;
        var answer = Best(challenger.Model.Predict(subject, body, top: 1, evidence: false));
        var key = (challenger.Id, Best(champion));
        lock (_turn)
        {
            var (scored, agreed) = _shadow.GetValueOrDefault(key);
            _shadow[key] = (scored + 1, agreed + (answer == key.Item2 ? 1 : 0));
        }
    }

    /// <summary>The counts since the last time; they are the caller's to keep from here.</summary>
    public IReadOnlyList<ShadowCount> TakeShadow()
    {
        lock (_turn)
        {
            var counts = _shadow.Select(s => new ShadowCount(s.Key.Model, s.Key.Category, s.Value.Scored, s.Value.Agreed)).ToList();
            _shadow.Clear();
            return counts;
        }
    }

    /// <summary>Gives counts back that could not be kept.</summary>
    public void PutBack(IReadOnlyList<ShadowCount> counts)
    {
        lock (_turn)
            foreach (var count in counts)
            {
                var (scored, agreed) = _shadow.GetValueOrDefault((count.ModelId, count.CategoryCode));
                _shadow[(count.ModelId, count.CategoryCode)] = (scored + count.Scored, agreed + count.Agreed);
            }
    }

    /// <summary>Empty when the model has no answer.</summary>
    private static string Best(Prediction prediction) => prediction.Labels.Count > 0 ? prediction.Labels[0].Label : "";
}
