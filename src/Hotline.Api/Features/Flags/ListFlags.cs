using System.Text.Json;
using System.Text.Json.Serialization;
using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Staff;
using Hotline.Domain.Supervision;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Flags;

/// <summary>What the inspector is to look at, newest first.</summary>
/// <param name="State">All when absent.</param>
/// <param name="After">The <c>next</c> of the page before.</param>
/// <param name="Limit">1 to 200; 50 when absent.</param>
[Allow(Role.Supervisor, Role.Leader)]
internal sealed record ListFlags([Words(NamesOf = typeof(FlagState))] string? State, [Words(NamesOf = typeof(FlagKind))] string? Kind, string? Department, string? After, int? Limit);

/// <param name="DepartmentName">Absent when it concerns the centre.</param>
internal sealed record FlagView(Guid Id, FlagKind Kind, FlagState State, string? Department, string? DepartmentName, FlagEvidence Evidence, DateTimeOffset RaisedAt, string? Reason, bool ReopenProposed, string? DecidedByName, DateTimeOffset? DecidedAt, IReadOnlyList<TicketRow> Tickets);

/// <summary>The inspector's word on a flag; a confirmed one may propose to reopen its tickets, or lead to a supervision order.</summary>
[Allow(Role.Supervisor)]
internal sealed record DecideFlag
{
    [JsonIgnore] public Guid Id { get; set; }
    public bool? Confirmed { get; init; }
    public string Reason { get; init; } = "";
    /// <summary>Confirmed only: writes the proposal into the history of each ticket.</summary>
    public bool ProposeReopen { get; init; }
}

internal sealed class DecideFlagValidator : AbstractValidator<DecideFlag>
{
    public DecideFlagValidator()
    {
        RuleFor(x => x.Confirmed).NotNull();
        RuleFor(x => x.Reason).NotEmpty().MaximumLength(2_000);
    }
}

internal sealed class ListFlagsHandler(HotlineDb db, FlagViews views) : IHandler<ListFlags, Page<FlagView>>
{
    public async Task<Result<Page<FlagView>>> Handle(ListFlags request, CancellationToken ct)
    {
        var limit = Math.Clamp(request.Limit ?? 50, 1, 200);
        var flags = db.Flags.AsNoTracking().Include(f => f.Tickets).AsQueryable();
        if (request.State is { Length: > 0 } stateName)
        {
            if (int.TryParse(stateName, out _) || !Enum.TryParse<FlagState>(stateName, true, out var state)) return Error.Field("state", "list.value_unknown", stateName);
            flags = flags.Where(f => f.State == state);
        }
        if (request.Kind is { Length: > 0 } kindName)
        {
            if (int.TryParse(kindName, out _) || !Enum.TryParse<FlagKind>(kindName, true, out var kind)) return Error.Field("kind", "list.value_unknown", kindName);
            flags = flags.Where(f => f.Kind == kind);
        }
        if (request.Department is { Length: > 0 } department) flags = flags.Where(f => f.Department == department);
        if (request.After is { Length: > 0 } after)
        {
            if (!Guid.TryParse(after, out var last)) return Error.Field("after", "list.cursor_malformed");
            flags = flags.Where(f => f.Id < last);
        }
        var page = await flags.OrderByDescending(f => f.Id).Take(limit + 1).ToListAsync(ct);
        var next = page.Count > limit ? page[limit - 1].Id.ToString() : null;
        return new Page<FlagView>(await views.Of([.. page.Take(limit)], ct), next);
    }
}

internal sealed class DecideFlagHandler(HotlineDb db, FlagViews views, CurrentActor current, TimeProvider clock) : IHandler<DecideFlag, FlagView>
{
    private const int MostTries = 3;

    public async Task<Result<FlagView>> Handle(DecideFlag request, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            var now = clock.GetUtcNow();
            if (await db.Flags.Include(f => f.Tickets).SingleOrDefaultAsync(f => f.Id == request.Id, ct) is not { } flag) return Error.NotFound("flag");
            var reason = request.Reason.Trim();
            if (flag.Decide(request.Confirmed!.Value, reason, request.ProposeReopen, current.Required, now) is { } refused) return refused;
            if (flag.ReopenProposed || flag.Kind == FlagKind.AuditSample)
            {
                var ids = flag.Tickets.ConvertAll(t => t.TicketId);
                foreach (var ticket in await db.Tickets.Where(t => ids.Contains(t.Id) && t.ClosedAt != null).ToListAsync(ct))
                {
                    if (flag.Kind == FlagKind.AuditSample) ticket.Note(request.Confirmed.Value ? InspectionFlag.AuditFailed : InspectionFlag.AuditPassed, "TicketAudited", reason, current.Required, now);
                    if (flag.ReopenProposed) ticket.Note("ProposeReopen", "TicketReopenProposed", reason, current.Required, now);
                }
            }
            db.Emit("FlagDecided", "flag", nameof(InspectionFlag), flag.Id, now);
            try
            {
                await db.SaveChangesAsync(ct);
                return (await views.Of([flag], ct))[0];
            }
            catch (DbUpdateConcurrencyException) when (tries < MostTries)
            {
                db.ChangeTracker.Clear();   // the flag or one of its tickets moved: one more look
            }
        }
    }
}

/// <summary>Flags with their tickets and evidence.</summary>
internal sealed class FlagViews(HotlineDb db, TicketReader tickets, SupervisionReader supervision, CurrentActor current)
{
    public async Task<List<FlagView>> Of(List<InspectionFlag> flags, CancellationToken ct)
    {
        var ids = flags.SelectMany(f => f.Tickets).Select(t => t.TicketId).Distinct().ToList();
        var rows = (await tickets.Rows(await db.Tickets.AsNoTracking().Where(t => ids.Contains(t.Id)).ToListAsync(ct), current.Required, ct)).ToDictionary(r => r.Id);
        return flags.ConvertAll(f => new FlagView(f.Id, f.Kind, f.State, f.Department, f.Department is { } code ? supervision.DepartmentName(code) : null,
            JsonSerializer.Deserialize<FlagEvidence>(f.Evidence, HotlineJson.Options)!, f.RaisedAt, f.Reason, f.ReopenProposed, f.DecidedByName, f.DecidedAt,
            [.. f.Tickets.Select(t => rows[t.TicketId]).OrderBy(r => r.ReceivedAt)]));
    }
}
