using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Calls;
using Hotline.Domain.Residents;
using Hotline.Domain.Staff;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Calls;

/// <summary>The wallboard: calls by state, newest first.</summary>
/// <param name="State">Ringing, Talking, Ended, comma separated; the first two when absent.</param>
/// <param name="Limit">200 at most, and by default.</param>
[Allow(Role.Supervisor)]
internal sealed record ListCalls([Words(NamesOf = typeof(CallState), Many = true)] string? State, int? Limit);

/// <param name="From">Masked; absent when withheld.</param>
/// <param name="AgentName">Whose staff number the extension is.</param>
internal sealed record CallRow(Guid Id, CallState State, string? From, string? Dialled, string? Extension, string? AgentName, DateTimeOffset? RingingAt, DateTimeOffset? AnsweredAt, DateTimeOffset? EndedAt, Guid? TicketId, Guid? RecordingId);

internal sealed class ListCallsHandler(HotlineDb db, PersonalData personal, TimeProvider clock) : IHandler<ListCalls, IReadOnlyList<CallRow>>
{
    private const int Most = 200;
    /// <summary>A call whose end was never reported is not shown for ever.</summary>
    private static readonly TimeSpan LongestCall = TimeSpan.FromHours(12);

    public async Task<Result<IReadOnlyList<CallRow>>> Handle(ListCalls request, CancellationToken ct)
    {
        var states = new List<CallState>();
        foreach (var name in (request.State ?? "Ringing,Talking").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (int.TryParse(name, out _) || !Enum.TryParse<CallState>(name, ignoreCase: true, out var state)) return Error.Field("state", "list.value_unknown", name);
            states.Add(state);
        }
        var since = clock.GetUtcNow() - LongestCall;
        var calls = await db.Calls.AsNoTracking().Where(c => states.Contains(c.State) && (c.State == CallState.Ended || c.FirstHeardAt >= since))
            .OrderByDescending(c => c.FirstHeardAt).ThenByDescending(c => c.Id).Take(Math.Clamp(request.Limit ?? Most, 1, Most)).ToListAsync(ct);
        var extensions = calls.Select(c => c.Extension).OfType<string>().Distinct().ToList();
        var agents = (await db.Users.Where(u => extensions.Contains(u.StaffNumber)).Select(u => new { u.StaffNumber, u.DisplayName }).ToListAsync(ct)).ToLookup(u => u.StaffNumber, u => u.DisplayName);
        return calls.ConvertAll(c => new CallRow(c.Id, c.State, personal.OpenOrNull(c.FromNumber) is { } number ? Masking.MaskPhone(number) : null, c.Dialled, c.Extension,
            c.Extension is { } extension ? agents[extension].FirstOrDefault() : null, c.RingingAt, c.AnsweredAt, c.EndedAt, c.TicketId, c.RecordingId));
    }
}
