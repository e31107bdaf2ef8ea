namespace Hotline.Classifier.CommandLine;

/// <summary>What was odd about the rows of labelled data, by kind, with the lines it was seen on.</summary>
internal sealed class DataReport
{
    private const int LinesNamed = 10;

    private readonly Dictionary<string, List<string>> _findings = new(StringComparer.Ordinal);

    /// <summary>Rows that hold a message, used or not.</summary>
    public int Rows { get; set; }

    /// <summary>Rows used.</summary>
    public int Used { get; set; }

    /// <summary>Notes one finding.</summary>
    /// <param name="kind">What was found and what is done about it, for a person.</param>
    /// <param name="where">Where, for a person.</param>
    public void Add(string kind, string where)
    {
        if (!_findings.TryGetValue(kind, out var places)) _findings[kind] = places = [];
        places.Add(where);
    }

    /// <summary>One line per kind of finding, and a summary.</summary>
    public void Write(TextWriter output)
    {
        foreach (var (kind, places) in _findings) output.WriteLine(Describe(kind, places));
        output.WriteLine($"{Rows} rows read, {Used} used, {Rows - Used} left out.");
    }

    /// <summary>A finding with its count and the first places.</summary>
    public static string Describe(string kind, IReadOnlyList<string> places)
    {
        var named = string.Join("; ", places.Take(LinesNamed));
        var more = places.Count > LinesNamed ? $" and {places.Count - LinesNamed} more" : "";
        return $"{kind}: {places.Count} ({named}{more})";
    }
}
