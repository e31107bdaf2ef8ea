using System.Security.Cryptography;
using System.Text;
using Hotline.Domain.Records;

namespace Hotline.Domain.Tests.Records;

public sealed class DailyRootTests
{
    private static readonly DateOnly Day = new(2026, 3, 2);

    [Fact]
    public void The_tree_is_that_of_RFC_6962()
    {
        byte[] Leaf(byte b) => SHA256.HashData([0, b]);
        byte[] Node(byte[] left, byte[] right) => SHA256.HashData([1, .. left, .. right]);
        Root().ShouldBe(SHA256.HashData([]));
        Root(1).ShouldBe(Leaf(1));
        Root(1, 2, 3).ShouldBe(Node(Node(Leaf(1), Leaf(2)), Leaf(3)));
        Root(1, 2, 3, 4, 5).ShouldBe(Node(Node(Node(Leaf(1), Leaf(2)), Node(Leaf(3), Leaf(4))), Leaf(5)));
        Root(1, 2, 3, 4, 5, 6, 7).ShouldBe(Node(Node(Node(Leaf(1), Leaf(2)), Node(Leaf(3), Leaf(4))), Node(Node(Leaf(5), Leaf(6)), Leaf(7))));

        static byte[] Root(params byte[] leaves)
        {
            var tree = new MerkleTree();
            foreach (var leaf in leaves) tree.Add([leaf]);
            return tree.Root();
        }
    }

    [Fact]
    public void Only_the_last_entry_of_each_ticket_makes_a_leaf_and_every_entry_is_counted()
    {
        var (a, b) = (Guid.Parse("00000000-0000-0000-0000-00000000000a"), Guid.Parse("00000000-0000-0000-0000-00000000000b"));
        var heads = Heads((a, 1, 1), (a, 2, 2), (b, 7, 3));
        (heads.Tickets, heads.Entries).ShouldBe((2, 3));
        Heads((a, 2, 2), (b, 7, 3)).Merkle.ShouldBe(heads.Merkle);
        Heads((a, 2, 9), (b, 7, 3)).Merkle.ShouldNotBe(heads.Merkle);
        Heads((a, 2, 2)).Merkle.ShouldNotBe(heads.Merkle);
    }

    [Fact]
    public void A_root_hangs_on_the_day_the_counts_and_the_root_before()
    {
        var heads = Heads((Guid.NewGuid(), 1, 1));
        var root = DailyRoot.Of(Day, heads, null, DateTimeOffset.UnixEpoch);
        DailyRoot.Of(Day.AddDays(1), heads, null, DateTimeOffset.UnixEpoch).Root.ShouldNotBe(root.Root);
        DailyRoot.Of(Day, heads, root.Root, DateTimeOffset.UnixEpoch).Root.ShouldNotBe(root.Root);
        DailyRoot.Of(Day, heads with { Entries = 2 }, null, DateTimeOffset.UnixEpoch).Root.ShouldNotBe(root.Root);
        // Anybody can recompute it with what every system has.
        root.Root.ShouldBe(SHA256.HashData(Encoding.ASCII.GetBytes($"hotline/daily-root/1|2026-03-02|1|1|{Convert.ToHexStringLower(heads.Merkle)}|")));
    }

    private static DayHeads Heads(params (Guid Ticket, int Sequence, byte Hash)[] entries)
    {
        var heads = new DayHeadsBuilder();
        foreach (var (ticket, sequence, hash) in entries) heads.Add(ticket, sequence, [hash]);
        return heads.Finish();
    }
}
