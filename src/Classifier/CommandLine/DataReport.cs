namespace Hotline.Classifier.CommandLine;

/// <summary>What was odd about the rows of labelled data, by kind: how often, the first places, and all places to a file if there is one.</summary>
/// <param name="findings">Gets every finding as a line "kind, tab, place"; null for nowhere.</param>
internal sealed class DataReport(TextWriter? findings)
{
    /// <summary>Places of a kind that are named.</summary>
    public const int PlacesNamed = 20;

    private readonly Dictionary<string, (int Count, List<string> Places)> _kinds = new(StringComparer.Ordinal);

    /// <summary>Rows that are not blank, used or not.</summary>
    public int Rows { get; set; }

    /// <summary>Rows used.</summary>
    public int Used { get; set; }

    /// <summary>Notes one finding.</summary>
    /// <param name="kind">What was found and what is done about it, for a person.</param>
    /// <param name="where">Where, for a person.</param>
    public void Add(string kind, string where)
    {
        var (count, places) = _kinds.TryGetValue(kind, out var known) ? known : (0, []);
        if (count < PlacesNamed) places.Add(where);
        _kinds[kind] = (count + 1, places);
        findings?.WriteLine($"{kind}\t{where}");
    }

    /// <summary>One line per kind of finding, and a summary.</summary>
    public void Write(TextWriter output)
    {
        foreach (var (kind, (count, places)) in _kinds)
        {
            var more = count > places.Count ? $" and {count - places.Count} more" : "";
            output.WriteLine($"{kind}: {count} ({string.Join("; ", places)}{more})");
        }
        output.WriteLine($"{Rows} rows read, {Used} used, {Rows - Used} left out.");
    }
}
