using System.Text.Json.Serialization;

namespace Hotline.Classifier.CommandLine;

/// <summary>One line of the output of predict: the prediction and what else was asked for.</summary>
internal sealed class PredictedMessage(Prediction prediction)
{
    public IReadOnlyList<LabelScore> Labels => prediction.Labels;

    public bool Abstained => prediction.Abstained;

    public string? AbstainReason => prediction.AbstainReason;

    public string Language => prediction.Language;

    /// <summary>Labels summed by their prefix.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<LabelScore>? Level { get; init; }

    /// <summary>Places of the directory that the message names.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<NamedPlace>? Places { get; init; }

    /// <summary>Words of the list that occur.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<WatchedWord>? Words { get; init; }

    /// <summary>The requests of the message.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RequestItem>? Requests { get; init; }
}
