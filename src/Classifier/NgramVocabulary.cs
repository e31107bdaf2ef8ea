namespace Hotline.Classifier;

/// <summary>
/// The n-grams of one text block, each a 64-bit key made unit by unit. Ids rank the n-grams from the commonest to the
/// rarest, which keeps what is looked up most together in memory. Closed under prefixes: when an n-gram is in, so is
/// every shorter n-gram it starts with, which lets a scan stop at the first miss.
/// </summary>
/// <remarks>
/// A slot of the table holds an id and the low 40 bits of the key, so eight slots share a cache line. Two keys that meet
/// in a slot agree in all 40 bits about once in 10^12 look-ups.
/// </remarks>
internal sealed class NgramVocabulary
{
    /// <summary>The longest n-gram there may be, in UTF-16 units.</summary>
    public const int LongestGram = 8;

    /// <summary>The most n-grams a table may hold: an id has 24 bits, and a slot with none is 0.</summary>
    public const int MostNgrams = (1 << 24) - 2;

    private const int IdBits = 24;
    private const ulong IdMask = (1UL << IdBits) - 1;
    private const double LoadFactor = 0.4;

    private readonly ulong[] _keys;
    private readonly ulong[] _slots;
    private readonly int[] _single = new int[char.MaxValue + 1];

    /// <param name="keys">Distinct keys; position = id.</param>
    public NgramVocabulary(ulong[] keys)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(keys.Length, MostNgrams);
        _keys = keys;
        _slots = new ulong[Math.Max(16, (int)(keys.Length / LoadFactor))];
        for (var id = 0; id < keys.Length; id++)
        {
            var slot = SlotOf(keys[id]);
            while (_slots[slot] != 0) slot = Next(slot);
            _slots[slot] = (keys[id] << IdBits) | (uint)(id + 1);
        }
        for (var unit = 0; unit < _single.Length; unit++) _single[unit] = Find(Extend(0, (char)unit));
    }

    /// <summary>Number of n-grams.</summary>
    public int Count => _keys.Length;

    /// <summary>All keys; position = id.</summary>
    public ReadOnlySpan<ulong> Keys => _keys;

    /// <summary>The key of an n-gram with one more unit at its end; 0 is the key of nothing.</summary>
    public static ulong Extend(ulong key, char unit)
    {
        key = (key ^ ((unit + 1UL) * 0x9E3779B97F4A7C15UL)) * 0xD6E8FEB86659FD93UL;
        return key ^ (key >> 32);
    }

    /// <summary>The id of a single unit, or -1.</summary>
    public int FindSingle(char unit) => _single[unit];

    /// <summary>What stands where a key would be looked for first. Reading many of these before judging any lets the memory work ahead.</summary>
    public ulong Peek(ulong key) => _slots[SlotOf(key)];

    /// <summary>The id of a key whose first slot has been read, or -1.</summary>
    public int Find(ulong key, ulong peeked)
    {
        if (((peeked ^ (key << IdBits)) & ~IdMask) == 0 && peeked != 0) return (int)(peeked & IdMask) - 1;
        return peeked == 0 ? -1 : FindBeyond(key);
    }

    /// <summary>The id of an n-gram, or -1.</summary>
    public int Find(ulong key) => Find(key, Peek(key));

    private int FindBeyond(ulong key)
    {
        for (var slot = Next(SlotOf(key)); ; slot = Next(slot))
        {
            var found = _slots[slot];
            if (found == 0) return -1;
            if (((found ^ (key << IdBits)) & ~IdMask) == 0) return (int)(found & IdMask) - 1;
        }
    }

    private int SlotOf(ulong key) => (int)(((key >> 32) * (uint)_slots.Length) >> 32);

    private int Next(int slot) => slot + 1 == _slots.Length ? 0 : slot + 1;
}
