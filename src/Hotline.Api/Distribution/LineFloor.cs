using Hotline.Api.Data;
using Hotline.Api.Messaging;
using Hotline.Domain.Calls;
using Hotline.Domain.Distribution;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Distribution;

/// <summary>"Something on the floor changed": the next round comes at once instead of at the next poll.</summary>
internal sealed class LineSignal
{
    private readonly EventSignal _signal = new();

    public Task Next => _signal.Next;

    public void Raise() => _signal.Raise();
}

/// <summary>
/// The floor: the line and the seats in the database. Every change of either is one transaction in turn, on all nodes together, so
/// a call is offered once whoever looks. The telephone is told after the commit.
/// </summary>
internal sealed class LineFloor(IDbContextFactory<HotlineDb> contexts, LineSignal signal, TimeProvider clock)
{
    private const int MostTries = 5;

    /// <summary>Changes the floor; what is to happen afterwards is told to the turn.</summary>
    public async Task<T> Change<T>(Func<LineTurn, Task<T>> work, CancellationToken ct)
    {
        var result = await Round(work, ct);
        signal.Raise();
        return result;
    }

    /// <summary>The same without calling for the next round: after a round nothing is left to decide.</summary>
    public async Task<T> Round<T>(Func<LineTurn, Task<T>> work, CancellationToken ct)
    {
        var (result, turn) = await Commit(work, ct);
        // It is in the database now: whoever asked for it may go away, the telephones are told all the same.
        foreach (var after in turn.Afterwards) await after(CancellationToken.None);
        return result;
    }

    /// <summary>Reads the floor.</summary>
    public async Task<T> Read<T>(Func<LineTurn, Task<T>> work, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await work(new LineTurn(db, clock.GetUtcNow()));
    }

    private async Task<(T Result, LineTurn Turn)> Commit<T>(Func<LineTurn, Task<T>> work, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            try
            {
                return await db.Write(async () =>
                {
                    // SQLite lets one writer in anyway.
                    if (!db.IsSqlite) await db.Statements.Run("SELECT pg_advisory_xact_lock(19)", ct);
                    var turn = new LineTurn(db, clock.GetUtcNow());
                    var result = await work(turn);
                    await db.SaveChangesAsync(ct);
                    return (result, turn);
                }, ct);
            }
            catch (DbUpdateException) when (tries < MostTries) { /* a report on the call came in between: read again */ }
        }
    }
}

/// <summary>One look at the floor, or one change of it.</summary>
internal sealed class LineTurn(HotlineDb db, DateTimeOffset now)
{
    public HotlineDb Db => db;
    public DateTimeOffset Now => now;

    /// <summary>What is done once the change is in the database.</summary>
    public List<Func<CancellationToken, Task>> Afterwards { get; } = [];

    public Task<Seat?> Seat(Guid account, CancellationToken ct) => db.Seats.SingleOrDefaultAsync(s => s.AccountId == account, ct);

    public Task<LineEntry?> Entry(Guid id, CancellationToken ct) => db.LineEntries.SingleOrDefaultAsync(e => e.Id == id, ct);

    /// <summary>Tells the agent and the supervisors that a seat changed.</summary>
    public void Tell(Seat seat, string kind = "SeatChanged") => db.Emit(kind, "line", nameof(Seat), seat.AccountId, now, seat.StaffNumber, seat.Version);

    /// <summary>Tells the supervisors that the line changed.</summary>
    public void TellLine(Guid entry) => db.Emit("LineChanged", "line", nameof(LineEntry), entry, now);

    /// <summary>The call's own record says that it is over, where nobody else reports it.</summary>
    public async Task ReportEnd(Guid callId, CancellationToken ct)
    {
        if (await db.Calls.SingleOrDefaultAsync(c => c.Id == callId, ct) is not { State: not CallState.Ended } call) return;
        call.Take(new CallReport(CallHappening.Ended, now));
        db.Emit("CallEnded", "call", nameof(Call), call.Id, now, call.Extension, call.Version);
    }

    /// <summary>The call's own record says where it rings or who speaks, so that the caller stands on that person's screen.</summary>
    public async Task Report(Guid callId, Seat seat, CallHappening happening, CancellationToken ct)
    {
        if (await db.Calls.SingleOrDefaultAsync(c => c.Id == callId, ct) is not { State: not CallState.Ended } call) return;
        var before = call.Extension;
        call.Take(new CallReport(happening, now, Extension: seat.StaffNumber));
        db.Emit(happening == CallHappening.Answered ? "CallAnswered" : "CallRinging", "call", nameof(Call), call.Id, now, string.Join(',', new[] { before, seat.StaffNumber }.OfType<string>().Distinct()), call.Version);
    }
}
