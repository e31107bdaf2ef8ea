namespace Hotline.Classifier.CommandLine;

/// <summary>Labelled data as the options of a command name it.</summary>
internal sealed class DataSource(Arguments arguments, TextWriter notes) : IDisposable
{
    /// <summary>The options that say how data is read.</summary>
    public static readonly string[] Options = ["--data", "--format", "--label", "--findings"];

    /// <summary>The switch that says what becomes of rows that cannot be used.</summary>
    public const string SkipBadRows = "--skip-bad-rows";

    private readonly StreamWriter? _findings = arguments.Find("--findings") is { } path ? File.CreateText(path) : null;

    /// <summary>The messages of files, in memory.</summary>
    /// <param name="paths">File names, separated by commas.</param>
    public List<Example> Read(string paths)
    {
        var examples = new List<Example>();
        Read(paths, examples.Add);
        return examples;
    }

    /// <summary>The messages of --data, in memory.</summary>
    public List<Example> Read() => Read(arguments.Get("--data"));

    /// <summary>Hands the messages of --data out one by one.</summary>
    public void Read(Action<Example> use) => Read(arguments.Get("--data"), use);

    /// <inheritdoc/>
    public void Dispose() => _findings?.Dispose();

    private void Read(string paths, Action<Example> use)
    {
        ExampleReader.Read(
            paths, arguments.Find("--format"), arguments.Find("--label") ?? "label", use, notes, arguments.Has(SkipBadRows), _findings);
        _findings?.Flush();
    }
}
