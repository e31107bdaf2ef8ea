using Hotline.Classifier;

namespace Hotline.Api.Tests;

/// <summary>The demo city with few examples of four categories, so that training takes a second or two.</summary>
internal sealed class SmallCity : IDisposable
{
    private const int OfEach = 60;
    private static readonly string[] Categories = ["010101", "010201", "020401", "100101"];
    private readonly TemporaryFolder _folder = new();
    private readonly List<Example> _examples;

    /// <param name="change">What becomes of an example, given its place among those of its category from 1; every tenth is held out.</param>
    public SmallCity(Func<Example, int, Example>? change = null)
    {
        var from = Path.Combine(Repository.Folder, "config");
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(_folder.Path, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
        var examples = Path.Combine(_folder.Path, "training.jsonl");
        _examples = [.. File.ReadLines(examples).Where(l => l.Length > 0).Select(Json.Parse).Select(l => new Example(l["subject"].Text, l["body"].Text, l["label"].Text))
            .Where(e => Categories.Contains(e.Label)).GroupBy(e => e.Label).SelectMany(g => g.Take(OfEach))];
        HeldOut = _examples.GroupBy(e => e.Label).Sum(g => g.Count() / 10);
        var lines = _examples.GroupBy(e => e.Label).SelectMany(g => g.Select((e, i) => change is null ? e : change(e, i + 1)));
        File.WriteAllLines(examples, lines.Select(e => System.Text.Json.JsonSerializer.Serialize(new { subject = e.Subject, body = e.Body, label = e.Label })));
    }

    public string Folder => _folder.Path;

    public int HeldOut { get; }

    /// <summary>A model file trained from these examples, each as changed.</summary>
    public string AModel(Func<Example, Example> change)
    {
        var file = Path.Combine(_folder.Path, $"{Guid.NewGuid():N}.model");
        using var stream = File.Create(file);
        LinearTextTrainer.Train([.. _examples.Select(change)], new TrainingOptions { TrainedAt = FakeClock.Monday }).Save(stream);
        return file;
    }

    /// <summary>Another category than its own.</summary>
    public static string Wrong(string category) => Categories[(Array.IndexOf(Categories, category) + 1) % Categories.Length];

    public void Dispose() => _folder.Dispose();
}

internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("hotline-test-").FullName;
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
