using System.Text;
using Hotline.Domain.Search;

namespace Hotline.Domain.Topics;

/// <summary>
/// What one message says, as sets of hashed n-grams: pairs and triples of Chinese characters and of words, and single words
/// of other scripts. Two messages are compared by what they share. Linear in the text, of whose subject and body
/// <see cref="LongestText"/> UTF-16 units each are read.
/// </summary>
public sealed class MessageGrams
{
    /// <summary>UTF-16 units read of the subject and of the body: the opening says what is wanted.</summary>
    public const int LongestText = 1_000;

    private const int OpeningLength = 40;
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    private readonly ulong[] _subject;
    private readonly ulong[] _whole;

    private MessageGrams(ulong[] subject, ulong[] whole) => (_subject, _whole) = (subject, whole);

    /// <summary>Distinct n-grams of the subject, ascending.</summary>
    public ReadOnlySpan<ulong> Subject => _subject;

    /// <summary>Distinct n-grams of subject and body, ascending.</summary>
    public ReadOnlySpan<ulong> Whole => _whole;

    /// <summary>Cuts a message. Where the subject is missing, the opening of the body stands in for it.</summary>
    public static MessageGrams Of(string? subject, string? body)
    {
        subject ??= "";
        body ??= "";
        if (string.IsNullOrWhiteSpace(subject)) subject = body.Length > OpeningLength ? body[..OpeningLength] : body;
        var grams = new HashSet<ulong>();
        Cut(subject, (gram, _, _) => grams.Add(gram));
        var ofSubject = Sorted(grams);
        Cut(body, (gram, _, _) => grams.Add(gram));
        return new MessageGrams(ofSubject, Sorted(grams));
    }

    /// <summary>The same subject with some of the n-grams of the whole, ascending.</summary>
    internal MessageGrams With(ulong[] whole) => new(_subject, whole);

    /// <summary>Each n-gram of a text with its place: offset and length in UTF-16 units of the text.</summary>
    internal static void Cut(string text, Action<ulong, int, int> found)
    {
        var length = Math.Min(text.Length, LongestText);
        (ulong Hash, int Start) first = default, second = default;
        var units = 0;
        for (var i = 0; i < length;)
        {
            var start = i;
            var read = Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var used) == System.Buffers.OperationStatus.Done;
            var sign = Folded(rune);
            if (!read || !Rune.IsLetterOrDigit(sign))
            {
                // A space stands between the words of a phrase; any other sign ends it.
                if (!Rune.IsWhiteSpace(rune)) units = 0;
                i += used;
                continue;
            }
            var hash = Offset;
            i += used;
            var word = !SearchTokens.IsCjk(sign);
            Mix(ref hash, sign);
            if (word)
            {
                while (i < length && Rune.DecodeFromUtf16(text.AsSpan(i), out rune, out used) == System.Buffers.OperationStatus.Done
                    && Folded(rune) is var next && Rune.IsLetterOrDigit(next) && !SearchTokens.IsCjk(next))
                {
                    Mix(ref hash, next);
                    i += used;
                }
                if (i - start > 1) found(hash, start, i - start);
            }
            if (units >= 1) found(Join(second.Hash, hash), second.Start, i - second.Start);
            if (units >= 2) found(Join(Join(first.Hash, second.Hash), hash), first.Start, i - first.Start);
            (first, second) = (second, (hash, start));
            units = Math.Min(units + 1, 2);
        }
    }

    // Han characters have one form, and most of a message is Han: asking the case tables for each would cost the most of all.
    private static Rune Folded(Rune rune) => SearchTokens.IsCjk(rune) ? rune : Rune.ToLowerInvariant(rune.IsBmp ? new Rune(FullWidth.Fold((char)rune.Value)) : rune);

    private static void Mix(ref ulong hash, Rune rune) => hash = (hash ^ (uint)rune.Value) * Prime;

    private static ulong Join(ulong left, ulong right)
    {
        var hash = (left ^ (right + 0x9E3779B97F4A7C15 + (left << 6) + (left >> 2))) * Prime;
        return hash ^ (hash >> 29);
    }

    private static ulong[] Sorted(HashSet<ulong> grams)
    {
        var sorted = grams.ToArray();
        Array.Sort(sorted);
        return sorted;
    }
}
