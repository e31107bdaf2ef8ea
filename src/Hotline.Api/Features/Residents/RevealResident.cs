using System.Text.Json.Serialization;
using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Residents;

/// <summary>Shows a resident's contact in clear to one person for one stated reason, for a minute; the reading is logged before it is answered.</summary>
[Allow(Role.Agent, Role.Dispatcher, Role.Handler, Role.Approver, Role.Supervisor)]
internal sealed record RevealResident
{
    [JsonIgnore] public Guid TicketId { get; set; }
    public string Reason { get; init; } = "";
}

/// <param name="ExpiresAt">From here on the console no longer shows it; whoever needs it again states a reason again.</param>
internal sealed record ClearResident(string? Name, string? Phone, string? Email, string? Address, DateTimeOffset ExpiresAt);

internal sealed class RevealResidentValidator : AbstractValidator<RevealResident>
{
    public RevealResidentValidator() => RuleFor(x => x.Reason).NotEmpty().MinimumLength(2).MaximumLength(500);
}

internal sealed class RevealResidentHandler(HotlineDb db, PersonalData personal, TicketReader reader, CurrentActor current, AccessBook access, TimeProvider clock) : IHandler<RevealResident, ClearResident>
{
    private static readonly TimeSpan Shown = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);
    /// <summary>In an hour, by one person at one ticket: a call needs one or two, and nobody needs a copy by the minute.</summary>
    private const int Most = 6;

    public async Task<Result<ClearResident>> Handle(RevealResident request, CancellationToken ct)
    {
        var actor = current.Required;
        if (await reader.Visible(actor).AsNoTracking().SingleOrDefaultAsync(t => t.Id == request.TicketId, ct) is not { } ticket) return TicketErrors.NotFound;
        // A resident who asked for confidence is known to the centre alone.
        if (!TicketReader.MayKnowResident(ticket, actor)) return new Error(ErrorKind.Forbidden, "session.forbidden");
        if (ticket.ResidentId is not { } id || await db.Residents.FindAsync([id], ct) is not { } r) return Error.NotFound("resident");
        var now = clock.GetUtcNow();
        var (count, first) = await access.Since(ticket.Id, PersonalReading.Resident, now - Window, ct);
        if (count >= Most)
            return new Error(ErrorKind.TooMany, "resident.revealed_too_often") { Extensions = new Dictionary<string, object?> { ["retryAfter"] = (int)Math.Ceiling((first!.Value + Window - now).TotalSeconds) } };
        access.Add(ticket.Id, ticket.Number, PersonalReading.Resident, request.Reason.Trim());
        await db.SaveChangesAsync(ct);
        return new ClearResident(personal.OpenOrNull(r.Name), personal.OpenOrNull(r.Phone), personal.OpenOrNull(r.Email), personal.OpenOrNull(r.Address), now + Shown);
    }
}
