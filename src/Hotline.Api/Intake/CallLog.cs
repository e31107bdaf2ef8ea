using Hotline.Api.Data;
using Hotline.Api.Distribution;
using Hotline.Api.Platform;
using Hotline.Channels.Cti;
using Hotline.Domain.Calls;
using Hotline.Domain.Distribution;
using Hotline.Domain.Residents;
using Hotline.Domain.Staff;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Intake;

/// <summary>What became of a report on a call.</summary>
/// <param name="Duplicate">The event was known: nothing was changed.</param>
internal sealed record CallReceipt(Guid CallId, bool Duplicate);

/// <summary>Keeps the calls that a telephone system reports, and ties them to the tickets taken down during them.</summary>
internal sealed class CallLog(IDbContextFactory<HotlineDb> contexts, PersonalData personal, LineRules rules, LineSignal line, TimeProvider clock)
{
    private const int MostTries = 5;
    /// <summary>Shorter than any number that can be called back: what stands there is a word such as "anonymous".</summary>
    private const int ShortestNumber = 3;

    /// <summary>Takes an event in, once for ever; returns when that is durable.</summary>
    public async Task<CallReceipt> Take(CtiEvent happening, CancellationToken ct)
    {
        var receipt = await Write(db => Take(db, happening, ct), ct);
        line.Raise();
        return receipt;
    }

    /// <summary>A call this person may see: an agent the calls of the own extension, a supervisor all.</summary>
    public async Task<Call?> Find(Guid id, Actor actor, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Calls.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) is { } call && CallScope.MaySee(actor, call) ? call : null;
    }

    /// <summary>The caller's number in clear; null when withheld.</summary>
    public string? NumberOf(Call call) => personal.OpenOrNull(call.FromNumber);

    /// <summary>Ties the call and its recording to a ticket.</summary>
    public Task Link(Guid callId, Guid ticketId, CancellationToken ct) => Write(async db =>
    {
        var call = await db.Calls.SingleAsync(c => c.Id == callId, ct);
        call.TakenDownAs(ticketId);
        if (call.RecordingId is { } recording && await db.Attachments.SingleOrDefaultAsync(a => a.Id == recording, ct) is { TicketId: null } attachment) attachment.TicketId = call.TicketId;
        await db.SaveChangesAsync(ct);
        var number = await db.Tickets.Where(t => t.Id == ticketId).Select(t => t.Number).SingleAsync(ct);
        await db.AccessLog.Where(a => a.TicketId == callId).ExecuteUpdateAsync(s => s.SetProperty(a => a.TicketId, ticketId).SetProperty(a => a.TicketNumber, number), ct);
        return true;
    }, ct);

    /// <summary>A report and a ticket may meet at one call: the slower one reads again.</summary>
    private async Task<T> Write<T>(Func<HotlineDb, Task<T>> work, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            try { return await db.Write(() => work(db), ct); }
            catch (DbUpdateException) when (tries < MostTries) { }
        }
    }

    private async Task<CallReceipt> Take(HotlineDb db, CtiEvent happening, CancellationToken ct)
    {
        await TakeTurn(db, happening.CallId, ct);
        if (await db.CallEvents.AsNoTracking().SingleOrDefaultAsync(e => e.EventId == happening.EventId, ct) is { } known) return new CallReceipt(known.CallId, true);
        var now = clock.GetUtcNow();
        var call = await db.Calls.SingleOrDefaultAsync(c => c.ProviderCallId == happening.CallId, ct);
        if (call is null) db.Calls.Add(call = Call.Begin(Guid.CreateVersion7(now), happening.CallId, now));
        var rangAt = call.Extension;
        var kind = Enum.Parse<CallHappening>(happening.Kind.ToString());
        var number = happening.From is { } from && PhoneNumber.Normalize(from).Length >= ShortestNumber ? from : null;
        call.Take(new CallReport(kind, happening.At, personal.SealOrNull(number), number is null ? null : personal.Index($"tel:{PhoneNumber.Normalize(number)}"), happening.Dialled, happening.Extension));
        if (happening.Recording is { } recording) AddRecording(db, call, recording, now);
        db.CallEvents.Add(new CallEvent { EventId = happening.EventId, CallId = call.Id, Kind = kind, At = happening.At, TakenAt = now });
        if (NewsOf(kind, call.State) is { } news)
            db.Emit(news, "call", nameof(Call), call.Id, now, string.Join(',', new[] { rangAt, call.Extension }.OfType<string>().Distinct()), call.Version);
        await FollowSeats(db, call, kind, happening.Extension, now, ct);
        await db.SaveChangesAsync(ct);
        return new CallReceipt(call.Id, false);
    }

    /// <summary>Who speaks at a telephone of the city's own system speaks: the line offers them nothing meanwhile, and wrap-up follows. Offline agents stay so.</summary>
    private async Task FollowSeats(HotlineDb db, Call call, CallHappening kind, string? extension, DateTimeOffset now, CancellationToken ct)
    {
        if (kind is not (CallHappening.Answered or CallHappening.Ended) || await db.LineEntries.AnyAsync(e => e.Id == call.Id, ct)) return;
        var seats = await db.Seats.Where(s => s.CallId == call.Id || (s.StaffNumber == extension && s.State != AgentState.Offline)).ToListAsync(ct);
        foreach (var seat in seats)
        {
            if (kind == CallHappening.Ended && seat.OnCall && seat.CallId == call.Id) seat.EndCall(rules, now);
            else if (kind == CallHappening.Answered && call.State == CallState.Talking && seat.StaffNumber == extension && !seat.OnCall && seat.State != AgentState.Ringing) seat.Answer(call.Id, now);
            else if (kind == CallHappening.Answered && seat.StaffNumber != extension && seat.OnCall && seat.CallId == call.Id) seat.EndCall(rules, now);   // handed on
            else continue;
            db.Emit("SeatChanged", "line", nameof(Seat), seat.AccountId, now, seat.StaffNumber, seat.Version);
        }
    }

    /// <summary>Reports on one call come together, from several lines at once: they take turns. SQLite lets one writer in anyway.</summary>
    private static async Task TakeTurn(HotlineDb db, string providerCallId, CancellationToken ct)
    {
        if (!db.IsSqlite) await db.Statements.Run("SELECT pg_advisory_xact_lock(hashtextextended($1, 14))", ct, providerCallId);
    }

    private static void AddRecording(HotlineDb db, Call call, Uri address, DateTimeOffset now)
    {
        var attachment = new Attachment
        {
            Id = Guid.CreateVersion7(now), TicketId = call.TicketId, Kind = AttachmentKind.Recording, State = AttachmentState.Fetching, FileName = "recording.wav",
            ContentType = "audio/wav", RemoteUrl = address.AbsoluteUri, AddedAt = now, AddedBy = Actor.System.UserName,
        };
        if (call.Record(attachment.Id)) db.Attachments.Add(attachment);
    }

    /// <summary>A report that comes too late to matter is no news: nobody's screen lights up for a call that is over.</summary>
    private static string? NewsOf(CallHappening kind, CallState state) => (kind, state) switch
    {
        (CallHappening.Ringing, CallState.Ringing) => "CallRinging",
        (CallHappening.Answered, CallState.Talking) => "CallAnswered",
        (CallHappening.Ended, _) => "CallEnded",
        (CallHappening.RecordingReady, _) => "CallRecordingReady",
        _ => null,
    };
}
