using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hotline.Classifier;

namespace Hotline.Testing;

/// <summary>
/// A model trained once from some categories of the demo city and kept in the temporary folder under the hash of its
/// examples, so that no host has to train.
/// </summary>
internal static class SharedModel
{
    /// <summary>Enough kinds of matter for the tests, few enough to train in seconds: street noise, stalls, heating, pay, questions about tickets.</summary>
    private static readonly string[] Categories = ["010101", "010201", "010203", "020401", "020402", "040401", "090201", "100101", "190202", "200902"];

    private static readonly Lazy<string> TrainedFile = new(Train);

    public static string File => TrainedFile.Value;

    private static string Train()
    {
        var lines = System.IO.File.ReadLines(Path.Combine(Repository.Folder, "config", "training.jsonl")).Where(l => l.Length > 0)
            .Select(l => JsonSerializer.Deserialize<Line>(l, JsonSerializerOptions.Web)!).Where(l => Categories.Contains(l.Label)).ToList();
        var version = typeof(LinearTextTrainer).Assembly.ManifestModule.ModuleVersionId;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(version + string.Join('\n', lines))))[..16];
        var file = Path.Combine(Path.GetTempPath(), $"hotline-test-{hash}.model");
        if (System.IO.File.Exists(file)) return file;
        var model = LinearTextTrainer.Train([.. lines.Select(l => new Example(l.Subject ?? "", l.Body ?? "", l.Label))], new TrainingOptions { TrainedAt = FakeClock.Monday });
        var temporary = $"{file}.{Guid.NewGuid():N}";
        using (var stream = System.IO.File.Create(temporary)) model.Save(stream);
        System.IO.File.Move(temporary, file, overwrite: true);
        return file;
    }

    private sealed record Line(string? Subject, string? Body, string Label);
}

/// <summary>Where the sources lie.</summary>
public static class Repository
{
    /// <summary>The folder of <c>Hotline.sln</c>.</summary>
    public static string Folder { get; } = Find();

    private static string Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (System.IO.File.Exists(Path.Combine(at.FullName, "Hotline.sln"))) return at.FullName;
        throw new InvalidOperationException("Hotline.sln was not found above the tests.");
    }
}
