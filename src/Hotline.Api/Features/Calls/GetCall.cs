using Hotline.Api.Data;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Calls;
using Hotline.Domain.Residents;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Calls;

/// <summary>Who is calling, for the screen of the person whose telephone rings.</summary>
[Allow(Role.Agent, Role.Dispatcher, Role.Supervisor)]
internal sealed record GetCall(Guid Id);

/// <param name="From">Masked; absent when withheld.</param>
/// <param name="AgentName">Whose staff number the extension is.</param>
/// <param name="Resident">Known from earlier tickets of the same number; masked.</param>
/// <param name="Dangers">Kinds of danger on this resident's open tickets.</param>
/// <param name="PastTickets">Tickets that are finished.</param>
/// <param name="Tickets">Open ones first, then the newest; ten at most.</param>
/// <param name="TicketId">The ticket taken down during this call.</param>
/// <param name="RecordingId">The attachment with the recording, once it is announced.</param>
/// <param name="Whisper">What the agent is told before the caller is heard; of calls our own telephony carries.</param>
/// <param name="Rating">The caller's, 1 to 5; absent when none was given.</param>
internal sealed record CallView(Guid Id, CallState State, string? From, string? Dialled, string? Extension, string? AgentName, DateTimeOffset? RingingAt, DateTimeOffset? AnsweredAt, DateTimeOffset? EndedAt,
    ResidentView? Resident, IReadOnlyList<string> Dangers, int OpenTickets, int PastTickets, IReadOnlyList<TicketRow> Tickets, Guid? TicketId, Guid? RecordingId, string? Whisper, int? Rating);

internal sealed class GetCallHandler(HotlineDb db, TicketReader reader, PersonalData personal, CurrentActor current) : IHandler<GetCall, CallView>
{
    private const int Shown = 10;

    public async Task<Result<CallView>> Handle(GetCall request, CancellationToken ct)
    {
        var actor = current.Required;
        if (await db.Calls.AsNoTracking().SingleOrDefaultAsync(c => c.Id == request.Id, ct) is not { } call || !CallScope.MaySee(actor, call)) return Error.NotFound("call");
        var agent = call.Extension is { } number ? await db.Users.Where(u => u.StaffNumber == number).Select(u => u.DisplayName).FirstOrDefaultAsync(ct) : null;
        var resident = call.FromIndex is { } index ? await db.Residents.AsNoTracking().SingleOrDefaultAsync(r => r.ContactIndex == index, ct) : null;
        var (open, past, dangers, rows) = resident is null ? (0, 0, (string[])[], (List<TicketRow>)[]) : await TicketsOf(resident, actor, ct);
        var phone = await db.PhoneCalls.AsNoTracking().Where(c => c.Id == call.Id).Select(c => new { c.Whisper, c.Rating }).SingleOrDefaultAsync(ct);
        return new CallView(call.Id, call.State, Mask(call), call.Dialled, call.Extension, agent, call.RingingAt, call.AnsweredAt, call.EndedAt,
            resident is null ? null : reader.Masked(resident), dangers, open, past, rows, call.TicketId, call.RecordingId, personal.OpenOrNull(phone?.Whisper), phone?.Rating);
    }

    private async Task<(int Open, int Past, string[] Dangers, List<TicketRow> Rows)> TicketsOf(Resident resident, Actor actor, CancellationToken ct)
    {
        var all = reader.Visible(actor).AsNoTracking().Where(t => t.ResidentId == resident.Id);
        var states = TicketLifecycle.Open.ToList();
        var open = all.Where(t => states.Contains(t.State));
        var total = await all.CountAsync(ct);
        var dangers = await open.Where(t => t.Dangers != "").Select(t => t.Dangers).ToListAsync(ct);
        var newestOpen = await open.OrderByDescending(t => t.ReceivedAt).Take(Shown).ToListAsync(ct);
        var newestPast = newestOpen.Count == Shown ? [] : await all.Where(t => !states.Contains(t.State)).OrderByDescending(t => t.ReceivedAt).Take(Shown - newestOpen.Count).ToListAsync(ct);
        var openCount = newestOpen.Count < Shown ? newestOpen.Count : await open.CountAsync(ct);
        return (openCount, total - openCount, [.. dangers.SelectMany(d => d.Split(',')).Distinct().Order(StringComparer.Ordinal)], await reader.Rows([.. newestOpen, .. newestPast], actor, ct));
    }

    private string? Mask(Call call) => personal.OpenOrNull(call.FromNumber) is { } number ? Masking.MaskPhone(number) : null;
}
