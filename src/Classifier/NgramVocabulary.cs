using System.Numerics;

namespace Hotline.Classifier;

/// <summary>
/// The n-grams of one text block, each an exact 64-bit key (up to four UTF-16 units, first unit highest, zero padded),
/// so two n-grams never collide. Ids are ranks in key order. Closed under prefixes: when an n-gram is in, so is every
/// shorter n-gram it starts with, which lets a scan stop at the first miss.
/// </summary>
internal sealed class NgramVocabulary
{
    /// <summary>The longest n-gram a key can hold.</summary>
    public const int LongestGram = 4;

    private readonly ulong[] _sortedKeys;
    private readonly Slot[] _slots;
    private readonly int _shift;

    /// <param name="sortedKeys">Strictly ascending keys, none 0.</param>
    public NgramVocabulary(ulong[] sortedKeys)
    {
        _sortedKeys = sortedKeys;
        var size = BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, sortedKeys.Length * 2));
        _shift = 64 - BitOperations.Log2(size);
        _slots = new Slot[size];
        for (var id = 0; id < sortedKeys.Length; id++)
        {
            var slot = SlotOf(sortedKeys[id]);
            while (_slots[slot].Key != 0) slot = (slot + 1) & (_slots.Length - 1);
            _slots[slot] = new Slot(sortedKeys[id], id);
        }
    }

    /// <summary>Number of n-grams.</summary>
    public int Count => _sortedKeys.Length;

    /// <summary>All keys, ascending; position = id.</summary>
    public ReadOnlySpan<ulong> Keys => _sortedKeys;

    /// <summary>The key with one more unit at zero-based position <paramref name="position"/>.</summary>
    public static ulong Extend(ulong key, int position, char unit) => key | ((ulong)unit << (48 - (16 * position)));

    /// <summary>The id of an n-gram, or -1.</summary>
    public int Find(ulong key)
    {
        for (var slot = SlotOf(key); ; slot = (slot + 1) & (_slots.Length - 1))
        {
            ref readonly var found = ref _slots[slot];
            if (found.Key == key) return found.Id;
            if (found.Key == 0) return -1;
        }
    }

    /// <summary>
    /// The n-grams that occur in at least <paramref name="minimumDocuments"/> of the texts. Works length by length and
    /// counts an n-gram only when its prefix survived, so memory stays near the size of the result.
    /// </summary>
    public static NgramVocabulary Build(
        IReadOnlyList<ReadOnlyMemory<char>> texts, int maximumGram, int minimumDocuments, CancellationToken ct)
    {
        var kept = new HashSet<ulong>();
        var counts = new Dictionary<ulong, (int Documents, int Last)>();
        for (var length = 1; length <= maximumGram; length++)
        {
            counts.Clear();
            for (var t = 0; t < texts.Count; t++)
            {
                ct.ThrowIfCancellationRequested();
                CountGrams(texts[t].Span, length, t, kept, counts);
            }
            foreach (var (key, count) in counts)
            {
                if (count.Documents >= minimumDocuments) kept.Add(key);
            }
        }
        var keys = kept.ToArray();
        Array.Sort(keys);
        return new NgramVocabulary(keys);
    }

    private static void CountGrams(
        ReadOnlySpan<char> text, int length, int textIndex, HashSet<ulong> kept,
        Dictionary<ulong, (int Documents, int Last)> counts)
    {
        for (var start = 0; start + length <= text.Length; start++)
        {
            var prefix = 0UL;
            for (var i = 0; i < length - 1; i++) prefix = Extend(prefix, i, text[start + i]);
            if (length > 1 && !kept.Contains(prefix)) continue;
            ref var count = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(
                counts, Extend(prefix, length - 1, text[start + length - 1]), out var known);
            if (known && count.Last == textIndex) continue;
            count = (count.Documents + 1, textIndex);
        }
    }

    // Key and id side by side: one cache line per look-up. No n-gram has key 0, as NUL never survives normalisation.
    private readonly record struct Slot(ulong Key, int Id);

    private int SlotOf(ulong key) => (int)((key * 0x9E3779B97F4A7C15UL) >> _shift);
}
