namespace Hotline.Classifier;

/// <summary>A small seeded generator (splitmix64), so that shuffles are the same on every runtime version.</summary>
internal sealed class SeededShuffle(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Fisher-Yates shuffle in place.</summary>
    public void Apply(Span<int> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = (int)(Next() % (ulong)(i + 1));
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
