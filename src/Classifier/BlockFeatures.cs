using System.Numerics;

namespace Hotline.Classifier;

/// <summary>
/// The known n-grams of one text block: normal form, distinct feature ids in order of first appearance, and how often
/// each occurs. Reusable and not thread-safe; time and memory are linear in the text.
/// </summary>
internal sealed class BlockFeatures
{
    private char[] _text = [];
    private int[] _origins = [];
    private int[] _ids = [];
    private int[] _counts = [];
    private int[] _slots = [];
    private int[] _occurrences = []; // per character and n-gram length, the position in _ids; -1 ends a character's n-grams
    private int _maximumGram;
    private int _mask;

    /// <summary>Length of the normal form in UTF-16 units.</summary>
    public int TextLength { get; private set; }

    /// <summary>Units of the normal form that are neither blank nor punctuation.</summary>
    public int WordLength { get; private set; }

    /// <summary>How many of those units start a known n-gram of two units or more: how familiar the text is.</summary>
    public int FamiliarPositions { get; private set; }

    /// <summary>Number of distinct known n-grams.</summary>
    public int Count { get; private set; }

    public ReadOnlySpan<char> Text => _text.AsSpan(0, TextLength);
    public ReadOnlySpan<int> Origins => _origins.AsSpan(0, TextLength);
    public ReadOnlySpan<int> Ids => _ids.AsSpan(0, Count);
    public ReadOnlySpan<int> Counts => _counts.AsSpan(0, Count);

    /// <summary>Replaces the content by the features of another text.</summary>
    public void Read(ReadOnlySpan<char> text, NgramVocabulary vocabulary, int maximumGram)
    {
        _maximumGram = maximumGram;
        if (_text.Length < text.Length)
        {
            _text = new char[text.Length];
            _origins = new int[text.Length];
        }
        TextLength = TextNormalizer.Normalize(text, _text, _origins);
        Count = 0;
        FamiliarPositions = 0;
        WordLength = 0;
        var slots = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, TextLength * maximumGram * 2));
        if (_slots.Length < slots)
        {
            _slots = new int[slots];
            _ids = new int[slots / 2];
            _counts = new int[slots / 2];
            _occurrences = new int[slots / 2];
        }
        else
        {
            Array.Clear(_slots, 0, slots);
        }
        _mask = slots - 1;
        for (var start = 0; start < TextLength; start++)
        {
            var isWord = _text[start] != ' ' && !char.IsPunctuation(_text[start]);
            if (isWord) WordLength++;
            var key = 0UL;
            for (var i = 0; i < maximumGram && start + i < TextLength; i++)
            {
                key = NgramVocabulary.Extend(key, i, _text[start + i]);
                var id = vocabulary.Find(key);
                if (id < 0)
                {
                    _occurrences[(start * maximumGram) + i] = -1;
                    break;
                }
                if (i == 1 && isWord) FamiliarPositions++;
                _occurrences[(start * maximumGram) + i] = Add(id);
            }
        }
    }

    /// <summary>Adds each n-gram occurrence's share of <paramref name="weights"/> to the characters it covers.</summary>
    /// <param name="weights">Contribution of each distinct feature, parallel to <see cref="Ids"/>.</param>
    /// <param name="perCharacter">Is added to; one entry per unit of the normal form, more are left alone.</param>
    public void Spread(ReadOnlySpan<float> weights, Span<float> perCharacter)
    {
        for (var start = 0; start < TextLength; start++)
        {
            for (var i = 0; i < _maximumGram && start + i < TextLength; i++)
            {
                var position = _occurrences[(start * _maximumGram) + i];
                if (position < 0) break;
                var share = weights[position] / (_counts[position] * (i + 1));
                for (var k = 0; k <= i; k++) perCharacter[start + k] += share;
            }
        }
    }

    /// <summary>Lets buffers that one huge text blew up go.</summary>
    public void Trim(int longestKept)
    {
        if (_text.Length <= longestKept) return;
        _text = [];
        _origins = _ids = _counts = _slots = _occurrences = [];
    }

    /// <summary>Counts one more of a feature.</summary>
    /// <returns>Its position in <see cref="Ids"/>.</returns>
    private int Add(int id)
    {
        var slot = (int)((uint)id * 0x9E3779B9U >> 7) & _mask;
        while (true)
        {
            var position = _slots[slot] - 1;
            if (position < 0)
            {
                _ids[Count] = id;
                _counts[Count] = 1;
                _slots[slot] = ++Count;
                return Count - 1;
            }
            if (_ids[position] == id)
            {
                _counts[position]++;
                return position;
            }
            slot = (slot + 1) & _mask;
        }
    }
}
