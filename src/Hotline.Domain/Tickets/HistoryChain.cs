using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hotline.Domain.Tickets;

/// <summary>How an entry fails to fit its chain.</summary>
public enum ChainFault
{
    /// <summary>A sequence number is not there.</summary>
    EntryMissing,
    /// <summary>There are more entries than the ticket counts.</summary>
    EntryAdded,
    /// <summary>An entry, or what stands before it, is not what was hashed.</summary>
    EntryChanged,
    /// <summary>An entry after the chain began carries no hash.</summary>
    HashMissing,
    /// <summary>The note is not the one that was written.</summary>
    NoteChanged,
    /// <summary>A note lost its words, and no anonymisation says so.</summary>
    NoteErased,
    /// <summary>The ticket's own last hash is not that of its last entry.</summary>
    HeadDiffers,
}

/// <summary>The first link that does not hold.</summary>
/// <param name="Sequence">The entry within its ticket.</param>
public sealed record ChainBreak(int Sequence, ChainFault Fault);

/// <summary>
/// The chain of one ticket's history: each entry's hash covers the entry before it, so that nothing can be changed, taken out or put
/// in between without every later hash changing. The words of a note are covered by a salted digest, so they may be redacted later.
/// </summary>
public static class HistoryChain
{
    private const byte Format = 1;
    private const int HashLength = 32;
    private const int SaltLength = 16;
    /// <summary>Longer entries are rare; shorter ones need no memory of their own.</summary>
    private const int OnStack = 1024;
    private const string ErasureMark = " sha256:";

    /// <summary>The instant as both databases keep it.</summary>
    public static DateTimeOffset Instant(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMicrosecond));

    /// <summary>SHA-256 over the format, the previous hash and every field, each with its length before it.</summary>
    /// <param name="previous">Null at the beginning of the chain.</param>
    public static byte[] Hash(byte[]? previous, HistoryEntry entry)
    {
        var length = 1 + HashLength + 16 + 16 + 4 + 8 + 4 + (entry.NoteDigest?.Length ?? 0)
            + Size(entry.Action) + Size(Name(entry.From)) + Size(Name(entry.To)) + Size(entry.Actor) + Size(entry.ActorName) + Size(entry.Department) + Size(entry.Outcome);
        Span<byte> bytes = length <= OnStack ? stackalloc byte[length] : new byte[length];
        bytes[0] = Format;
        bytes.Slice(1, HashLength).Clear();
        previous.CopyTo(bytes[1..]);
        var at = 1 + HashLength;
        entry.Id.TryWriteBytes(bytes[at..], bigEndian: true, out _);
        entry.TicketId.TryWriteBytes(bytes[(at += 16)..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(bytes[(at += 16)..], entry.Sequence);
        BinaryPrimitives.WriteInt64BigEndian(bytes[(at += 4)..], (entry.At - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        at += 8;
        Write(entry.Action, bytes, ref at);
        Write(Name(entry.From), bytes, ref at);
        Write(Name(entry.To), bytes, ref at);
        Write(entry.Actor, bytes, ref at);
        Write(entry.ActorName, bytes, ref at);
        Write(entry.Department, bytes, ref at);
        Write(entry.Outcome, bytes, ref at);
        BinaryPrimitives.WriteInt32BigEndian(bytes[at..], entry.NoteDigest?.Length ?? -1);
        entry.NoteDigest.CopyTo(bytes[(at + 4)..]);
        return SHA256.HashData(bytes);
    }

    public static byte[] NewSalt() => RandomNumberGenerator.GetBytes(SaltLength);

    public static byte[] NoteDigest(byte[] salt, string note) => SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(note)]);

    /// <summary>Names the redacted notes and seals their redacted words: "2,5 sha256:..."; null when no note was redacted.</summary>
    public static string? ErasureOf(IReadOnlyList<HistoryEntry> history)
    {
        var erased = history.Where(IsErased).ToList();
        if (erased.Count == 0) return null;
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var entry in erased)
        {
            var words = Encoding.UTF8.GetBytes(entry.Note ?? "");
            digest.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{entry.Sequence} {words.Length} ")));
            digest.AppendData(words);
        }
        return string.Join(',', erased.Select(e => e.Sequence)) + ErasureMark + Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    /// <summary>Walks a ticket's whole history; null when every link holds.</summary>
    /// <param name="history">In the order of its sequence.</param>
    /// <param name="count">What the ticket counts.</param>
    /// <param name="head">What the ticket keeps as its last hash.</param>
    public static ChainBreak? FirstBreak(IReadOnlyList<HistoryEntry> history, int count, byte[]? head)
    {
        byte[]? previous = null;
        for (var i = 0; i < history.Count; i++)
        {
            var entry = history[i];
            if (entry.Sequence != i + 1) return new ChainBreak(i + 1, ChainFault.EntryMissing);
            if (entry.Hash is null && previous is null) continue;   // written before there was a chain
            if (entry.Hash is null) return new ChainBreak(entry.Sequence, ChainFault.HashMissing);
            if (!Hash(previous, entry).AsSpan().SequenceEqual(entry.Hash)) return new ChainBreak(entry.Sequence, ChainFault.EntryChanged);
            if (NoteWasChanged(entry)) return new ChainBreak(entry.Sequence, ChainFault.NoteChanged);
            previous = entry.Hash;
        }
        if (history.Count < count) return new ChainBreak(history.Count + 1, ChainFault.EntryMissing);
        if (history.Count > count) return new ChainBreak(count + 1, ChainFault.EntryAdded);
        if (!previous.AsSpan().SequenceEqual(head)) return new ChainBreak(count, ChainFault.HeadDiffers);
        return history.FirstOrDefault(IsErased) is { } erased && ErasureOf(history) != history.LastOrDefault(e => e.Action == "Anonymise")?.Note
            ? new ChainBreak(erased.Sequence, ChainFault.NoteErased) : null;
    }

    private static bool IsErased(HistoryEntry entry) => entry is { NoteDigest: not null, NoteSalt: null };

    private static bool NoteWasChanged(HistoryEntry entry) =>
        entry.NoteDigest is null ? entry.Note is not null : entry.NoteSalt is { } salt && (entry.Note is null || !NoteDigest(salt, entry.Note).AsSpan().SequenceEqual(entry.NoteDigest));

    private static string? Name(TicketState? state) => state?.ToString();

    private static int Size(string? text) => 4 + (text is null ? 0 : Encoding.UTF8.GetByteCount(text));

    private static void Write(string? text, Span<byte> bytes, ref int at)
    {
        var length = text is null ? -1 : Encoding.UTF8.GetBytes(text, bytes[(at + 4)..]);
        BinaryPrimitives.WriteInt32BigEndian(bytes[at..], length);
        at += 4 + Math.Max(length, 0);
    }
}
