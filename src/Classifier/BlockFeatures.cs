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
    private int[] _positions = []; // per id of the vocabulary, where it may stand in _ids
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
        FindDistinct(vocabulary.Count);
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
        _starts = _found = _ids = _counts = _positions = [];
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
        Array.Clear(_positions); // a position must lie within the new _ids
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

    /// <summary>
    /// Counts each id once. A sparse set: what stands in _positions for an id holds only when _ids agrees, so nothing need be
    /// cleared between messages; and there is no branch for the processor to guess wrong.
    /// </summary>
    private void FindDistinct(int vocabularySize)
    {
        if (_positions.Length < vocabularySize) _positions = new int[vocabularySize];
        var positions = _positions;
        var ids = _ids;
        var counts = _counts;
        var distinct = 0;
        foreach (ref var entry in _found.AsSpan(0, Occurrences))
        {
            var id = entry;
            var position = positions[id];
            var isKnown = position < distinct & ids[position] == id;
            position = isKnown ? position : distinct;
            ids[distinct] = id;
            counts[position] = isKnown ? counts[position] + 1 : 1;
            positions[id] = position;
            entry = position;
            distinct += isKnown ? 0 : 1;
        }
        Count = distinct;
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
