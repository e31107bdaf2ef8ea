using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hotline.Domain.Records;

/// <summary>
/// One day's seal over all tickets: the Merkle root of the heads that changed that day, chained to the day before. Printed and
/// kept elsewhere (by a notary, in a newspaper), it shows later that nothing of that day or before was rewritten.
/// </summary>
public sealed class DailyRoot
{
    /// <summary>The city's own day.</summary>
    public DateOnly Day { get; private init; }
    /// <summary>Tickets with a new entry that day.</summary>
    public int Tickets { get; private init; }
    /// <summary>Entries of that day.</summary>
    public int Entries { get; private init; }
    public byte[] Merkle { get; private init; } = [];
    /// <summary>The root of the day before; null for the first.</summary>
    public byte[]? Previous { get; private init; }
    public byte[] Root { get; private init; } = [];
    public DateTimeOffset MadeAt { get; private init; }

    public static DailyRoot Of(DateOnly day, DayHeads heads, byte[]? previous, DateTimeOffset now) => new()
    {
        Day = day, Tickets = heads.Tickets, Entries = heads.Entries, Merkle = heads.Merkle, Previous = previous,
        Root = RootOf(day, heads.Tickets, heads.Entries, heads.Merkle, previous), MadeAt = now,
    };

    /// <summary>SHA-256 over the text "hotline/daily-root/1|yyyy-MM-dd|tickets|entries|merkle|previous", hashes in lower-case hex: anybody can recompute it.</summary>
    public static byte[] RootOf(DateOnly day, int tickets, int entries, byte[] merkle, byte[]? previous) =>
        SHA256.HashData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"hotline/daily-root/1|{day:yyyy-MM-dd}|{tickets}|{entries}|{Convert.ToHexStringLower(merkle)}|{(previous is null ? "" : Convert.ToHexStringLower(previous))}")));
}

/// <summary>What a day's root is made of.</summary>
public sealed record DayHeads(int Tickets, int Entries, byte[] Merkle);

/// <summary>Takes a day's entries in order of ticket and sequence and keeps no more of them than one branch of the tree.</summary>
public sealed class DayHeadsBuilder
{
    private readonly MerkleTree _tree = new();
    private (Guid Ticket, int Sequence, byte[] Hash)? _head;
    private int _entries;

    public void Add(Guid ticket, int sequence, byte[] hash)
    {
        if (_head is { } head && head.Ticket != ticket) AddLeaf(head);
        _head = (ticket, sequence, hash);
        _entries++;
    }

    public DayHeads Finish()
    {
        if (_head is { } head) AddLeaf(head);
        _head = null;
        return new DayHeads(_tree.Count, _entries, _tree.Root());
    }

    private void AddLeaf((Guid Ticket, int Sequence, byte[] Hash) head)
    {
        var leaf = new byte[20 + head.Hash.Length];
        head.Ticket.TryWriteBytes(leaf, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(leaf.AsSpan(16), head.Sequence);
        head.Hash.CopyTo(leaf, 20);
        _tree.Add(leaf);
    }
}

/// <summary>The tree of RFC 6962 (2.1): leaves and nodes are hashed apart, and the tree is built as leaves come.</summary>
public sealed class MerkleTree
{
    /// <summary>Complete trees still without a partner, the largest first; the leaf count's binary digits say how large each is.</summary>
    private readonly List<byte[]> _peaks = [];

    public int Count { get; private set; }

    public void Add(ReadOnlySpan<byte> leaf)
    {
        _peaks.Add(SHA256.HashData([0, .. leaf]));
        for (var size = Count++; (size & 1) == 1; size >>= 1) JoinLastTwo(_peaks);
    }

    /// <summary>The root over all leaves so far; the hash of nothing for none.</summary>
    public byte[] Root()
    {
        if (_peaks.Count == 0) return SHA256.HashData([]);
        var peaks = new List<byte[]>(_peaks);
        while (peaks.Count > 1) JoinLastTwo(peaks);
        return peaks[0];
    }

    private static void JoinLastTwo(List<byte[]> peaks)
    {
        var joined = SHA256.HashData([1, .. peaks[^2], .. peaks[^1]]);
        peaks.RemoveRange(peaks.Count - 2, 2);
        peaks.Add(joined);
    }
}
