namespace Hotline.Domain.Topics;

/// <summary>
/// In how many messages each n-gram stood: what is rare weighs more. Memory is bounded: when there are too many n-grams, those
/// seen once are forgotten, so a forgotten one counts as new, which it nearly is.
/// </summary>
/// <param name="most">N-grams kept at most.</param>
public sealed class GramCounts(int most = 1_000_000)
{
    private readonly Dictionary<ulong, int> _counts = [];
    private readonly double[] _logs = [.. Enumerable.Range(0, 4_096).Select(n => Math.Log(n + 1.0))];
    private double _logOfMessages = Math.Log(2);

    /// <summary>Messages counted.</summary>
    public int Messages { get; private set; }

    /// <summary>N-grams held.</summary>
    public int Held => _counts.Count;

    /// <summary>Counts one message.</summary>
    public void Add(MessageGrams message)
    {
        Messages++;
        _logOfMessages = Math.Log(Messages + 2.0);
        foreach (var gram in message.Whole)
        {
            _counts.TryGetValue(gram, out var count);
            _counts[gram] = count + 1;
        }
        for (var least = 2; _counts.Count > most; least *= 2)
            foreach (var (gram, count) in _counts)
                if (count < least) _counts.Remove(gram);
    }

    /// <summary>The weight of an n-gram: the logarithm of how rare it is; 0 for one that every message has.</summary>
    public double Weight(ulong gram)
    {
        _counts.TryGetValue(gram, out var count);
        return Math.Max(0, _logOfMessages - (count < _logs.Length ? _logs[count] : Math.Log(count + 1.0)));
    }
}
