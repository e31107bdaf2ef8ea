using System.Text.Json.Serialization;
using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Departments;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Residents;

/// <summary>Shows a resident's contact in clear to one person for one stated reason; the reading is logged before it is answered.</summary>
[Allow(Role.Agent, Role.Dispatcher, Role.Handler, Role.Approver, Role.Supervisor)]
internal sealed record RevealResident
{
    [JsonIgnore] public Guid TicketId { get; set; }
    public string Reason { get; init; } = "";
}

internal sealed record ClearResident(string? Name, string? Phone, string? Email, string? Address);

internal sealed class RevealResidentValidator : AbstractValidator<RevealResident>
{
    public RevealResidentValidator() => RuleFor(x => x.Reason).NotEmpty().MinimumLength(2).MaximumLength(500);
}

internal sealed class RevealResidentHandler(HotlineDb db, PersonalData personal, CurrentActor current, City city, TimeProvider clock) : IHandler<RevealResident, ClearResident>
{
    public async Task<Result<ClearResident>> Handle(RevealResident request, CancellationToken ct)
    {
        var actor = current.Required;
        var ticket = await db.Tickets.AsNoTracking().SingleOrDefaultAsync(t => t.Id == request.TicketId, ct);
        if (ticket is null || !(actor.IsCentre || IsOwn(ticket.LeadDepartment, actor.DepartmentCode))) return TicketErrors.NotFound;
        // A resident who asked for confidence is known to the centre alone.
        if (ticket.Confidential && !actor.IsCentre) return new Error(ErrorKind.Forbidden, "session.forbidden");
        if (ticket.ResidentId is not { } id || await db.Residents.FindAsync([id], ct) is not { } r) return Error.NotFound("resident");
        var now = clock.GetUtcNow();
        db.AccessLog.Add(new AccessEntry { Id = Guid.CreateVersion7(now), At = now, UserName = actor.UserName, TicketId = ticket.Id, TicketNumber = ticket.Number, What = "resident", Reason = request.Reason.Trim() });
        await db.SaveChangesAsync(ct);
        return new ClearResident(personal.OpenOrNull(r.Name), personal.OpenOrNull(r.Phone), personal.OpenOrNull(r.Email), personal.OpenOrNull(r.Address));
    }

    private bool IsOwn(string? lead, string? own)
    {
        for (; lead is not null; lead = city.Department(lead)?.Parent) if (lead == own) return true;
        return false;
    }
}
