using Hotline.Api.Data;
using Hotline.Api.Distribution;
using Hotline.Api.Platform;
using Hotline.Domain.Distribution;
using Hotline.Domain.Residents;
using Hotline.Domain.Staff;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Line;

/// <summary>One's own place on the floor.</summary>
[Allow(Role.Agent, Role.Dispatcher, Role.Supervisor)]
internal sealed record GetSeat;

/// <summary>A call or message that is offered to this person now.</summary>
/// <param name="Id">The call's id, or the ticket's.</param>
/// <param name="Until">When it goes on to the next one.</param>
/// <param name="Since">Since when the resident waits.</param>
/// <param name="From">Masked; absent when withheld, and of a message.</param>
/// <param name="Handed">True when a colleague hands the call over.</param>
internal sealed record OfferView(Guid Id, WorkKind Kind, DateTimeOffset Until, DateTimeOffset Since, string? From, string? Topic, string Language, bool Enterprise, bool Handed);

/// <param name="Until">When the ringing or the wrap-up ends by itself.</param>
/// <param name="CallId">The call that rings, is spoken or is being wrapped up.</param>
/// <param name="Then">What comes after the call; absent for ready.</param>
/// <param name="PhoneTab">Which tab has the telephone.</param>
/// <param name="Softphone">True when the browser can be a telephone; otherwise a telephone beside it is used.</param>
/// <param name="Waiting">Callers in line.</param>
/// <param name="LongestSince">Since when the first of them waits.</param>
internal sealed record SeatView(AgentState State, StateReason? Reason, DateTimeOffset Since, DateTimeOffset? Until, Guid? CallId, AgentState? Then, StateReason? ThenReason,
    string? PhoneTab, bool Softphone, IReadOnlyList<OfferView> Offers, int Waiting, DateTimeOffset? LongestSince, DateTimeOffset ServerTime);

internal sealed class GetSeatHandler(SeatReader reader) : IHandler<GetSeat, SeatView>
{
    public async Task<Result<SeatView>> Handle(GetSeat request, CancellationToken ct) => await reader.Read(ct);
}

/// <summary>Who this person is on the floor, and how their seat looks.</summary>
internal sealed class SeatReader(HotlineDb db, CurrentActor current, PersonalData personal, Softphone softphone, TimeProvider clock)
{
    private const int MostTries = 3;

    /// <summary>The account behind the session.</summary>
    public Task<StaffMember> Me(CancellationToken ct)
    {
        var name = current.Required.UserName;
        return db.Users.AsNoTracking().SingleAsync(u => u.UserName == name, ct);
    }

    public async Task<SeatView> Read(CancellationToken ct)
    {
        var (me, now) = (await Me(ct), clock.GetUtcNow());
        var (seat, offers) = await Settled(me, now, ct);
        var calls = db.LineEntries.AsNoTracking().Where(e => e.State == EntryState.Waiting && e.Kind == WorkKind.Call);
        var first = await calls.OrderBy(e => e.Since).Select(e => (DateTimeOffset?)e.Since).FirstOrDefaultAsync(ct);
        return new SeatView(seat.State, seat.Reason, seat.Since, seat.Until, seat.CallId, seat.Then, seat.ThenReason, seat.PhoneTab, softphone.IsConfigured,
            offers, first is null ? 0 : await calls.CountAsync(ct), first, now);
    }

    /// <summary>The seat and what is offered there at one moment: every offer counts the seat's version up, so what came in between shows.</summary>
    private async Task<(Seat Seat, IReadOnlyList<OfferView> Offers)> Settled(StaffMember me, DateTimeOffset now, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            var seat = await db.Seats.AsNoTracking().SingleOrDefaultAsync(s => s.AccountId == me.Id, ct) ?? Seat.Of(me.Id, me.UserName!, me.StaffNumber, now);
            var offers = await Offers(seat, ct);
            if (tries == MostTries || (await db.Seats.Where(s => s.AccountId == me.Id).Select(s => (int?)s.Version).SingleOrDefaultAsync(ct) ?? seat.Version) == seat.Version) return (seat, offers);
        }
    }

    private async Task<IReadOnlyList<OfferView>> Offers(Seat seat, CancellationToken ct)
    {
        var entries = await db.LineEntries.AsNoTracking().Where(e => (e.AgentId == seat.AccountId && e.State == EntryState.Offered) || (seat.CallId != null && e.Id == seat.CallId)).OrderBy(e => e.OfferUntil).ToListAsync(ct);
        var offers = new List<OfferView>();
        foreach (var entry in entries)
        {
            var handed = entry.State == EntryState.Taken && entry.AgentId != seat.AccountId && seat.State == AgentState.Ringing;
            if (!handed && (entry.State != EntryState.Offered || entry.AgentId != seat.AccountId)) continue;
            var from = entry.Kind == WorkKind.Call ? await db.Calls.Where(c => c.Id == entry.Id).Select(c => c.FromNumber).FirstOrDefaultAsync(ct) : null;
            offers.Add(new OfferView(entry.Id, entry.Kind, (handed ? seat.Until : entry.OfferUntil) ?? seat.Since, entry.Since, personal.OpenOrNull(from) is { } number ? Masking.MaskPhone(number) : null,
                entry.Topic, entry.Language, entry.Enterprise, handed));
        }
        return offers;
    }
}
