using System.Globalization;

namespace Hotline.Classifier.CommandLine;

/// <summary>The options after the command word: "--name value", "--name=value", or a bare "--switch".</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _switches = new(StringComparer.Ordinal);

    /// <exception cref="CommandLineException">An option is unknown, given twice or lacks its value.</exception>
    public Arguments(ReadOnlySpan<string> words, string[] options, string[] switches)
    {
        for (var i = 0; i < words.Length; i++)
        {
            var (name, value) = words[i].Split('=', 2) is [var left, var right] ? (left, right) : (words[i], null);
            if (switches.Contains(name) && value is null)
            {
                _switches.Add(name);
                continue;
            }
            if (!options.Contains(name)) throw CommandLineException.Usage($"Unknown option '{words[i]}'.");
            if (value is null && ++i < words.Length) value = words[i];
            if (value is null) throw CommandLineException.Usage($"{name} needs a value.");
            if (!_values.TryAdd(name, value)) throw CommandLineException.Usage($"{name} is given twice.");
        }
    }

    public bool Has(string name) => _switches.Contains(name);

    public string? Find(string name) => _values.GetValueOrDefault(name);

    public string Get(string name) => Find(name) ?? throw CommandLineException.Usage($"{name} is required.");

    /// <summary>A number of any kind, or the fallback when the option is not given.</summary>
    public T Number<T>(string name, T fallback)
        where T : IParsable<T>
    {
        if (Find(name) is not { } text) return fallback;
        return T.TryParse(text, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw CommandLineException.Usage($"{name} needs a number, not '{text}'.");
    }
}
