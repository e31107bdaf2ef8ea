using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Channels;
using Hotline.Domain;
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
    public RelayCallTicketValidator() => RuleFor(x => x.CallerNumber).Must(n => RelayNumbers.E164(n) is not null).WithMessage("relay.number_malformed");
}

internal sealed class RelayCallTicketHandler(TicketDesk desk, PersonalData personal, HotlineOptions options, IEnumerable<IRelayCaller> callers) : IHandler<RelayCallTicket, TicketView>
{
    public Task<Result<TicketView>> Handle(RelayCallTicket request, CancellationToken ct) => desk.Act(request, async ticket =>
    {
        if (ticket.RelayCall(desk.Actor, desk.Now) is { } refused) return refused;
        var missing = options.PublicBaseUrl is null ? "Hotline:PublicBaseUrl" : callers.FirstOrDefault() is { } caller ? caller.WhyNotConfigured : "no provider";
        if (missing is not null) return new Error(ErrorKind.Unavailable, "relay.not_configured") { Arguments = [missing] };
        var resident = ticket.ResidentId is { } id ? await desk.Db.Residents.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) : null;
        if (RelayNumbers.E164(personal.OpenOrNull(resident?.Phone)) is null) return new Error(ErrorKind.Conflict, "relay.no_phone");
        if (await desk.Db.RelayCalls.AnyAsync(c => c.TicketId == ticket.Id && c.State != RelayCallState.Ended, ct)) return new Error(ErrorKind.Conflict, "relay.call_running");
        desk.Db.RelayCalls.Add(new RelayCall
        {
            Id = Guid.CreateVersion7(desk.Now), TicketId = ticket.Id, Department = ticket.LeadDepartment!, UserName = desk.Actor.UserName, CallerNumber = personal.Seal(RelayNumbers.E164(request.CallerNumber)!),
            State = RelayCallState.Requested, RequestedAt = desk.Now, Version = 1,
        });
        return null;
    }, ct);
}

/// <summary>Telephone numbers as a provider dials them.</summary>
internal static class RelayNumbers
{
    /// <summary>E.164 of what people of the mainland write; null when it cannot be dialled.</summary>
    public static string? E164(string? written)
    {
        if (written is null || written.Length > 30 || !written.All(c => char.IsAsciiDigit(c) || "+- ()".Contains(c, StringComparison.Ordinal))) return null;
        var digits = string.Concat(written.Where(char.IsAsciiDigit));
        if (written.TrimStart().StartsWith('+')) return digits.Length is >= 7 and <= 15 && digits[0] != '0' ? $"+{digits}" : null;
        return digits switch
        {
            { Length: 11 } when digits[0] == '1' => $"+86{digits}",
            { Length: 13 } when digits.StartsWith("861", StringComparison.Ordinal) => $"+{digits}",
            { Length: >= 10 and <= 12 } when digits[0] == '0' && digits[1] != '0' => $"+86{digits[1..]}",
            _ => null,
        };
    }
}
