using System.Numerics;

namespace Hotline.Classifier;

/// <summary>
/// Counts in how many texts each n-gram occurs, one n-gram length after the other. An n-gram is counted only when its
/// prefix survived the pruning after the length before, so memory stays near the size of the result.
/// </summary>
/// <remarks>
/// Of many messages most long n-grams are rare ones that will be pruned, and they would fill the memory. While one length is
/// counted, those one unit longer are therefore tallied in small cells that several share, which can only count too many:
/// what stays below the minimum there need not be counted exactly when its turn comes. The result is the same without it.
/// </remarks>
/// <param name="minimumTexts">An n-gram must occur in this many texts to survive the pruning.</param>
/// <param name="longest">The last length that will be counted.</param>
/// <param name="tallies">Whether there are so many texts that tallies pay.</param>
internal sealed class NgramCounter(int minimumTexts, int longest, bool tallies)
{
    private const int SmallestTable = 1 << 12;
    private const int ShortestTallied = 3; // there are few different n-grams of two units
    private const int TallyBits = 27;

    private ulong[] _keys = new ulong[SmallestTable];
    private int[] _texts = new int[SmallestTable];
    private int[] _lastText = new int[SmallestTable];
    private byte[] _lengths = new byte[SmallestTable];
    private byte[]? _tally;
    private byte[]? _longerTally;
    private int _count;
    private int _text;

    /// <summary>Counts the n-grams of one length in one text.</summary>
    public void Count(ReadOnlySpan<char> text, int length)
    {
        _text++;
        if (tallies && length < longest && length + 1 >= ShortestTallied) _longerTally ??= new byte[1 << TallyBits];
        for (var start = 0; start + length <= text.Length; start++)
        {
            var prefix = 0UL;
            for (var i = 0; i < length - 1; i++) prefix = NgramVocabulary.Extend(prefix, text[start + i]);
            if (length > 1 && _keys[Find(prefix)] == 0) continue;
            var key = NgramVocabulary.Extend(prefix, text[start + length - 1]);
            if (_tally is not null && _tally[CellOf(key)] < Math.Min(minimumTexts, byte.MaxValue)) continue;
            if (_longerTally is not null && start + length < text.Length)
            {
                ref var cell = ref _longerTally[CellOf(NgramVocabulary.Extend(key, text[start + length]))];
                if (cell < byte.MaxValue) cell++;
            }
            var slot = Find(key);
            if (_keys[slot] == 0)
            {
                if (_count * 2 >= _keys.Length)
                {
                    Rebuild(_keys.Length * 2, keptFrom: 0);
                    slot = Find(key);
                }
                _keys[slot] = key;
                _lengths[slot] = (byte)length;
                _count++;
            }
            else if (_lastText[slot] == _text)
            {
                continue;
            }
            _texts[slot]++;
            _lastText[slot] = _text;
        }
    }

    /// <summary>Ends a length: forgets what occurs in too few texts.</summary>
    public void Prune()
    {
        (_tally, _longerTally) = (_longerTally, null);
        var kept = 0;
        for (var slot = 0; slot < _keys.Length; slot++) kept += _keys[slot] != 0 && _texts[slot] >= minimumTexts ? 1 : 0;
        Rebuild((int)Math.Max(SmallestTable, BitOperations.RoundUpToPowerOf2((uint)kept * 2 + 1)), minimumTexts);
        _text = 0;
        Array.Clear(_lastText);
    }

    /// <summary>The n-grams left, the commonest first and of equally common ones the shorter, up to a number.</summary>
    public NgramVocabulary ToVocabulary(int most)
    {
        var entries = new (int Texts, byte Length, ulong Key)[_count];
        var next = 0;
        for (var slot = 0; slot < _keys.Length; slot++)
        {
            if (_keys[slot] != 0) entries[next++] = (-_texts[slot], _lengths[slot], _keys[slot]);
        }
        Array.Sort(entries);
        return new NgramVocabulary([.. entries.Take(Math.Min(most, NgramVocabulary.MostNgrams)).Select(entry => entry.Key)]);
    }

    private void Rebuild(int size, int keptFrom)
    {
        var (keys, texts, lastText, lengths) = (_keys, _texts, _lastText, _lengths);
        _keys = new ulong[size];
        _texts = new int[size];
        _lastText = new int[size];
        _lengths = new byte[size];
        _count = 0;
        for (var old = 0; old < keys.Length; old++)
        {
            if (keys[old] == 0 || texts[old] < keptFrom) continue;
            var slot = Find(keys[old]);
            (_keys[slot], _texts[slot], _lastText[slot], _lengths[slot]) = (keys[old], texts[old], lastText[old], lengths[old]);
            _count++;
        }
    }

    private static int CellOf(ulong key) => (int)(key >> (64 - TallyBits));

    private int Find(ulong key)
    {
        var mask = _keys.Length - 1;
        var slot = (int)(key >> 32) & mask;
        while (_keys[slot] != 0 && _keys[slot] != key) slot = (slot + 1) & mask;
        return slot;
    }
}
