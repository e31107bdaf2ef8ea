using System.Reflection;
using FsCheck;
using FsCheck.Fluent;
using Hotline.Domain.Staff;
using Hotline.Domain.Tests.Calendar;
using Hotline.Domain.Tickets;

namespace Hotline.Domain.Tests.Tickets;

public sealed class HistoryChainTests
{
    private static readonly DateTimeOffset Start = Calendars.Local("2026-03-02 10:00");
    private static readonly Actor Agent = new("agent1", "坐席一", new HashSet<Role> { Role.Agent });
    private static readonly Actor Supervisor = new("supervisor1", "班长", new HashSet<Role> { Role.Supervisor });

    [Fact]
    public void An_honest_history_holds()
    {
        var (ticket, history) = WithNotes("甲", null, "乙");
        HistoryChain.FirstBreak(history, ticket.HistoryCount, ticket.LastHash).ShouldBeNull();
        ticket.LastHash.ShouldBe(history[^1].Hash);
    }

    [Fact]
    public void Every_field_of_an_entry_is_covered()
    {
        var covered = 0;
        foreach (var property in typeof(HistoryEntry).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            // The note is covered by its digest, the salt by what they make together; the hash is the result.
            if (property.Name is nameof(HistoryEntry.Note) or nameof(HistoryEntry.NoteSalt) or nameof(HistoryEntry.Hash)) continue;
            var (_, history) = WithNotes("甲");
            var entry = history[1];
            var before = HistoryChain.Hash(history[0].Hash, entry);
            property.SetValue(entry, Another(property.PropertyType, property.GetValue(entry)));
            HistoryChain.Hash(history[0].Hash, entry).ShouldNotBe(before, property.Name);
            covered++;
        }
        covered.ShouldBeGreaterThanOrEqualTo(11);
    }

    [Fact]
    public void Neighbouring_fields_cannot_lend_each_other_letters()
    {
        var (_, history) = WithNotes("甲");
        var entry = history[1];
        Set(entry, nameof(HistoryEntry.Actor), "ab");
        Set(entry, nameof(HistoryEntry.ActorName), "c");
        var before = HistoryChain.Hash(null, entry);
        Set(entry, nameof(HistoryEntry.Actor), "a");
        Set(entry, nameof(HistoryEntry.ActorName), "bc");
        HistoryChain.Hash(null, entry).ShouldNotBe(before);
    }

    [Fact]
    public void The_first_link_that_does_not_hold_is_named()
    {
        Break(h => Set(h[2], nameof(HistoryEntry.ActorName), "别人")).ShouldBe(new ChainBreak(3, ChainFault.EntryChanged));
        Break(h => h.RemoveAt(1)).ShouldBe(new ChainBreak(2, ChainFault.EntryMissing));
        Break(h => h.RemoveAt(h.Count - 1)).ShouldBe(new ChainBreak(4, ChainFault.EntryMissing));
        Break(h => Set(h[1], nameof(HistoryEntry.Hash), null)).ShouldBe(new ChainBreak(2, ChainFault.HashMissing));
        Break(h => Set(h[1], nameof(HistoryEntry.Note), "别的话")).ShouldBe(new ChainBreak(2, ChainFault.NoteChanged));
        Break(h => Set(h[1], nameof(HistoryEntry.Note), null)).ShouldBe(new ChainBreak(2, ChainFault.NoteChanged));
        Break(h => Set(h[1], nameof(HistoryEntry.NoteSalt), null)).ShouldBe(new ChainBreak(2, ChainFault.NoteErased));
        Break(h => Set(h[3], nameof(HistoryEntry.Hash), HistoryChain.Hash([1], h[3]))).ShouldBe(new ChainBreak(4, ChainFault.EntryChanged));
    }

    [Fact]
    public void A_chain_cannot_be_made_to_begin_later()
    {
        // Whoever takes the hashes off the first entries leaves the next one without what it was hashed over.
        Break(h => { Set(h[0], nameof(HistoryEntry.Hash), null); Set(h[1], nameof(HistoryEntry.Hash), null); }).ShouldBe(new ChainBreak(3, ChainFault.EntryChanged));
    }

    [Fact]
    public void A_rewritten_tail_is_seen_by_the_ticket_itself()
    {
        var (ticket, history) = WithNotes("甲", "乙");
        Set(history[2], nameof(HistoryEntry.ActorName), "别人");
        Set(history[2], nameof(HistoryEntry.Hash), HistoryChain.Hash(history[1].Hash, history[2]));
        HistoryChain.FirstBreak(history, ticket.HistoryCount, ticket.LastHash).ShouldBe(new ChainBreak(3, ChainFault.HeadDiffers));
    }

    [Fact]
    public void What_was_written_before_the_chain_is_left_alone()
    {
        var (ticket, history) = WithNotes("甲", "乙");
        foreach (var entry in history) Set(entry, nameof(HistoryEntry.Hash), null);
        HistoryChain.FirstBreak(history, ticket.HistoryCount, null).ShouldBeNull();
    }

    [Fact]
    public void An_anonymised_history_still_holds_and_its_redacted_words_cannot_be_changed()
    {
        var (ticket, history) = WithNotes("联系欧阳小明", "与人无关", "再联系欧阳小明");
        ticket.Anonymise(history, text => text.Replace("欧阳小明", "某某", StringComparison.Ordinal), Start).ShouldBeNull();
        history.Add(ticket.NewHistory[^1]);
        history.Select(h => h.Note).ShouldContain("再联系某某");
        history[1].NoteSalt.ShouldBeNull();
        history[2].NoteSalt.ShouldNotBeNull();
        HistoryChain.FirstBreak(history, ticket.HistoryCount, ticket.LastHash).ShouldBeNull();

        Set(history[3], nameof(HistoryEntry.Note), "从未联系");
        HistoryChain.FirstBreak(history, ticket.HistoryCount, ticket.LastHash).ShouldBe(new ChainBreak(2, ChainFault.NoteErased));
    }

    [Fact]
    public void Two_equal_notes_have_different_digests() => HistoryChain.NoteDigest(HistoryChain.NewSalt(), "13800000000").ShouldNotBe(HistoryChain.NoteDigest(HistoryChain.NewSalt(), "13800000000"));

    [Fact]
    public void No_single_change_to_any_history_goes_unseen()
    {
        var cases = from notes in Gen.Elements("甲", "乙丙", "", "一个长一点的备注").NonEmptyListOf() from at in Gen.Choose(0, 1000) from name in Gen.Elements(nameof(HistoryEntry.Actor), nameof(HistoryEntry.Action), nameof(HistoryEntry.Note)) select (notes.ToArray(), at, name);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var (ticket, history) = WithNotes(c.Item1);
            Set(history[c.at % history.Count], c.name, "改过的");
            return HistoryChain.FirstBreak(history, ticket.HistoryCount, ticket.LastHash)?.Sequence == (c.at % history.Count) + 1;
        }).QuickCheckThrowOnFailure();
    }

    private static ChainBreak? Break(Action<List<HistoryEntry>> tamper)
    {
        var (ticket, history) = WithNotes("甲", "乙", "丙");
        tamper(history);
        return HistoryChain.FirstBreak(history, ticket.HistoryCount, ticket.LastHash);
    }

    private static (Ticket Ticket, List<HistoryEntry> History) WithNotes(params string?[] notes)
    {
        var ticket = Ticket.Receive(new NewTicket(Guid.CreateVersion7(), "510000260302100001", Channel.Phone, "噪声", "很吵", Start, Start), Agent);
        foreach (var note in notes) ticket.Note("Note", "TicketNoted", note, Supervisor, Start);
        return (ticket, [.. ticket.NewHistory]);
    }

    private static void Set(HistoryEntry entry, string name, object? value) => typeof(HistoryEntry).GetProperty(name)!.SetValue(entry, value);

    private static object? Another(Type type, object? value) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var t when t == typeof(string) => value + "x",
        var t when t == typeof(Guid) => Guid.NewGuid(),
        var t when t == typeof(int) => (int)value! + 1,
        var t when t == typeof(DateTimeOffset) => ((DateTimeOffset)value!).AddMicroseconds(1),
        var t when t == typeof(TicketState) => value is TicketState.Closed ? TicketState.Archived : TicketState.Closed,
        var t when t == typeof(byte[]) => new byte[32],
        var other => throw new ArgumentOutOfRangeException(nameof(type), other, "a new kind of field: is it in the canonical bytes?"),
    };
}
