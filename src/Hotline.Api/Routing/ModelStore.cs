using System.Text.Json;
using Hotline.Classifier;
using Hotline.Api.Platform;

namespace Hotline.Api.Routing;

/// <summary>Loads the trained model, or trains it from the city's own examples at the first start (seconds).</summary>
internal static class ModelStore
{
    public static ITicketClassifier LoadOrTrain(HotlineOptions options, string cityFolder, TimeProvider clock, ILogger log)
    {
        var file = options.Routing.ModelFile ?? Path.Combine(options.Data.Folder, "classifier.model");
        if (File.Exists(file))
        {
            try
            {
                using var stream = File.OpenRead(file);
                var model = LinearTextModel.Load(stream);
                log.LogInformation("Classifier {File}: {Labels} categories from {Count} examples", file, model.Card.Labels.Count, model.Card.DataCount);
                return model;
            }
            catch (ModelFileException e) when (options.Routing.ModelFile is not null)
            {
                // The city chose this model: no other is put in its place, and the desk works without suggestions.
                log.LogError("Suggestions are off: {File}: {Problem}", file, e.Message);
                return new SuggestionsOff();
            }
            catch (ModelFileException e)
            {
                log.LogWarning("Training the classifier anew: {File}: {Problem}", file, e.Message);
            }
        }
        if (options.Routing.ModelFile is not null) throw new InvalidOperationException($"Hotline:Routing:ModelFile names '{file}', which does not exist.");

        var examples = File.ReadLines(Path.Combine(cityFolder, "training.jsonl")).Where(l => l.Length > 0)
            .Select(l => JsonSerializer.Deserialize<TrainingLine>(l, JsonSerializerOptions.Web)!).Select(t => new Example(t.Subject ?? "", t.Body ?? "", t.Label)).ToList();
        log.LogInformation("Training the classifier on {Count} examples of {Folder}", examples.Count, cityFolder);
        var trained = LinearTextTrainer.Train(examples, new TrainingOptions { TrainedAt = clock.GetUtcNow() });
        var temporary = $"{file}.{Environment.ProcessId}.tmp";
        using (var stream = File.Create(temporary)) trained.Save(stream);
        File.Move(temporary, file, overwrite: true);
        return trained;
    }

    private sealed record TrainingLine(string? Subject, string? Body, string Label);
}
