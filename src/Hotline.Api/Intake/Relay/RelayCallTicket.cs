using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Channels;
using Hotline.Domain;
using Hotline.Domain.Residents;
using Hotline.Domain.Staff;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Intake.Relay;

/// <summary>The department speaks with a confidential resident: the platform rings both and connects them; neither sees the other's number.</summary>
[Allow(Role.Handler, Role.Approver)]
internal sealed record RelayCallTicket : TicketCommand
{
    /// <summary>Where the person who asks can be reached: a mobile number, one with its area code, or E.164.</summary>
    public string? CallerNumber { get; init; }
}

internal sealed class RelayCallTicketValidator : AbstractValidator<RelayCallTicket>
{
    public RelayCallTicketValidator() => RuleFor(x => x.CallerNumber).Must(n => PhoneNumber.ToE164(n) is not null).WithMessage("relay.number_malformed");
}

internal sealed class RelayCallTicketHandler(TicketDesk desk, PersonalData personal, HotlineOptions options, IEnumerable<IRelayCaller> callers) : IHandler<RelayCallTicket, TicketView>
{
    public Task<Result<TicketView>> Handle(RelayCallTicket request, CancellationToken ct) => desk.Act(request, async ticket =>
    {
        if (ticket.RelayCall(desk.Actor, desk.Now) is { } refused) return refused;
        var missing = options.PublicBaseUrl is null ? "Hotline:PublicBaseUrl" : callers.FirstOrDefault() is { } caller ? caller.WhyNotConfigured : "no provider";
        if (missing is not null) return new Error(ErrorKind.Unavailable, "relay.not_configured") { Arguments = [missing] };
        var resident = ticket.ResidentId is { } id ? await desk.Db.Residents.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) : null;
        if (PhoneNumber.ToE164(personal.OpenOrNull(resident?.Phone)) is null) return new Error(ErrorKind.Conflict, "relay.no_phone");
        if (await desk.Db.RelayCalls.AnyAsync(c => c.TicketId == ticket.Id && c.State != RelayCallState.Ended, ct)) return new Error(ErrorKind.Conflict, "relay.call_running");
        desk.Db.RelayCalls.Add(new RelayCall
        {
            Id = Guid.CreateVersion7(desk.Now), TicketId = ticket.Id, Department = ticket.LeadDepartment!, UserName = desk.Actor.UserName, CallerNumber = personal.Seal(PhoneNumber.ToE164(request.CallerNumber)!),
            State = RelayCallState.Requested, RequestedAt = desk.Now, Version = 1,
        });
        return null;
    }, ct);
}
