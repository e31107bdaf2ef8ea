using System.Numerics;

namespace Hotline.Classifier;

/// <summary>
/// The known n-grams of one text block: distinct feature ids in order of first appearance, how often each occurs, and
/// where. Reusable and not thread-safe; time and memory are linear in the text.
/// </summary>
internal sealed class BlockFeatures
{
    private static readonly float[] s_sublinear = [0, .. Enumerable.Range(1, 255).Select(count => 1 + MathF.Log(count))];

    private readonly int[] _ends = new int[NgramVocabulary.LongestGram + 1]; // per n-gram length, where its occurrences end
    private int[] _starts = []; // per occurrence, the unit it starts at
    private int[] _found = []; // per occurrence, its id while reading, then the position of that id in _ids
    private ulong[] _keys = [];
    private ulong[] _peeked = [];
    private int[] _ids = [];
    private int[] _counts = [];
    private float[] _values = [];
    private int[] _slots = [];
    private int _longest;

    /// <summary>Number of distinct known n-grams.</summary>
    public int Count { get; private set; }

    /// <summary>How many word units start a known n-gram of two units or more: how familiar the text is.</summary>
    public int FamiliarPositions { get; private set; }

    public ReadOnlySpan<int> Ids => _ids.AsSpan(0, Count);
    public ReadOnlySpan<int> Counts => _counts.AsSpan(0, Count);

    /// <summary>Weight of each feature by its count: one and the logarithm of it, as neither a long nor a repetitive message is to shout.</summary>
    public ReadOnlySpan<float> Values => _values.AsSpan(0, Count);

    /// <summary>Factor that scales <see cref="Values"/> to unit length; 0 without features.</summary>
    public float Scale { get; private set; }

    /// <summary>Occurrences of n-grams, repeated ones counted each time.</summary>
    public int Occurrences => _ends[_longest];

    /// <summary>Replaces the content by the features of another text in normal form.</summary>
    public void Read(ReadOnlySpan<char> text, NgramVocabulary vocabulary, int maximumGram)
    {
        Reserve(text.Length, maximumGram);
        FamiliarPositions = 0;
        _longest = maximumGram;
        var active = ReadSingles(text, vocabulary);
        var from = 0;
        for (var length = 2; length <= maximumGram; length++)
        {
            var to = _ends[length - 1];
            while (active > 0 && _starts[from + active - 1] + length > text.Length) active--;
            active = Lengthen(text, vocabulary, length, from, to, active);
            _ends[length] = to + active;
            from = to;
        }
        FindDistinct();
        SetValues();
    }

    /// <summary>Writes the features as part of a sparse row.</summary>
    /// <param name="columns">Gets the ids, moved by <paramref name="firstColumn"/>.</param>
    /// <param name="values">Gets the values, scaled to unit length times <paramref name="weight"/>.</param>
    /// <param name="firstColumn">Where the block's features start.</param>
    /// <param name="weight">Length of the block.</param>
    public void CopyTo(Span<int> columns, Span<float> values, int firstColumn, float weight)
    {
        for (var i = 0; i < Count; i++)
        {
            columns[i] = firstColumn + _ids[i];
            values[i] = weight * Scale * _values[i];
        }
    }

    /// <summary>Adds each n-gram occurrence's share of its feature's weights to the characters it covers.</summary>
    /// <param name="weights">Contribution of each distinct feature to four scores, parallel to <see cref="Ids"/>; is spoilt.</param>
    /// <param name="changes">Is added to; by how much the share changes from the character before. One more entry than characters.</param>
    public void Spread(Span<Vector4> weights, Span<Vector4> changes)
    {
        for (var i = 0; i < Count; i++)
        {
            if (_counts[i] > 1) weights[i] /= _counts[i];
        }
        var occurrence = 0;
        for (var length = 1; length <= _longest; length++)
        {
            var part = 1f / length;
            for (; occurrence < _ends[length]; occurrence++)
            {
                var share = weights[_found[occurrence]] * part;
                var start = _starts[occurrence];
                changes[start] += share;
                changes[start + length] -= share;
            }
        }
    }

    /// <summary>Lets buffers that one huge text blew up go.</summary>
    public void Trim(int longestKept)
    {
        if (_keys.Length <= longestKept) return;
        _starts = _found = _ids = _counts = _slots = [];
        _keys = _peeked = [];
        _values = [];
    }

    private void Reserve(int length, int maximumGram)
    {
        if (_keys.Length <= length)
        {
            _keys = new ulong[length + 1];
            _peeked = new ulong[length + 1];
        }
        var most = (length * maximumGram) + 1;
        if (_starts.Length >= most) return;
        _starts = new int[most];
        _found = new int[most];
        _ids = new int[most];
        _counts = new int[most];
        _values = new float[most];
        _slots = new int[BitOperations.RoundUpToPowerOf2((uint)most * 2)];
    }

    private int ReadSingles(ReadOnlySpan<char> text, NgramVocabulary vocabulary)
    {
        var active = 0;
        for (var start = 0; start < text.Length; start++)
        {
            var id = vocabulary.FindSingle(text[start]);
            _starts[active] = start;
            _found[active] = id;
            _keys[active] = NgramVocabulary.Extend(0, text[start]);
            if (id >= 0) active++;
        }
        _ends[1] = active;
        return active;
    }

    /// <summary>Finds which of the n-grams at hand are known with one more unit.</summary>
    /// <returns>How many are.</returns>
    private int Lengthen(ReadOnlySpan<char> text, NgramVocabulary vocabulary, int length, int from, int to, int active)
    {
        var starts = _starts.AsSpan(from, active);
        var keys = _keys.AsSpan(0, active);
        var peeked = _peeked.AsSpan(0, active);
        // Look-ups miss the cache. Reading all first slots in a loop of its own lets many of these misses run at once.
        for (var k = 0; k < keys.Length; k++)
        {
            var key = NgramVocabulary.Extend(keys[k], text[starts[k] + length - 1]);
            keys[k] = key;
            peeked[k] = vocabulary.Peek(key);
        }
        var longerStarts = _starts.AsSpan(to);
        var longerFound = _found.AsSpan(to);
        var known = 0;
        for (var k = 0; k < keys.Length; k++)
        {
            var id = vocabulary.Find(keys[k], peeked[k]);
            longerStarts[known] = starts[k];
            longerFound[known] = id;
            keys[known] = keys[k];
            known += id >= 0 ? 1 : 0;
        }
        if (length == 2)
        {
            foreach (var start in longerStarts[..known]) FamiliarPositions += TextNormalizer.IsWord(text[start]) ? 1 : 0;
        }
        return known;
    }

    private void FindDistinct()
    {
        Count = 0;
        var found = _found.AsSpan(0, Occurrences);
        var slots = _slots.AsSpan(0, (int)BitOperations.RoundUpToPowerOf2((uint)(found.Length * 2) | 1));
        slots.Clear();
        var mask = slots.Length - 1;
        foreach (ref var entry in found)
        {
            var id = entry;
            var slot = (int)((uint)id * 0x9E3779B9U >> 8) & mask;
            while (true)
            {
                var position = slots[slot] - 1;
                if (position < 0)
                {
                    _ids[Count] = id;
                    _counts[Count] = 1;
                    entry = Count++;
                    slots[slot] = Count;
                    break;
                }
                if (_ids[position] == id)
                {
                    _counts[position]++;
                    entry = position;
                    break;
                }
                slot = (slot + 1) & mask;
            }
        }
    }

    private void SetValues()
    {
        var square = 0f;
        for (var i = 0; i < Count; i++)
        {
            var count = _counts[i];
            var value = count < s_sublinear.Length ? s_sublinear[count] : 1 + MathF.Log(count);
            _values[i] = value;
            square += value * value;
        }
        Scale = square == 0 ? 0 : 1 / MathF.Sqrt(square);
    }
}
