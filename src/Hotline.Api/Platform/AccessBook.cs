using Hotline.Api.Data;
using Hotline.Domain.Staff;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Platform;

/// <summary>Kinds of personal data that somebody can read in clear; the words stand in the access log.</summary>
internal static class PersonalReading
{
    public const string Resident = "resident";
    public const string Attachment = "attachment";
    public const string Recording = "recording";
    public const string Call = "call";
}

/// <summary>Writes down who reads whose personal data and why, before it is shown. The resident and the auditor read it.</summary>
internal sealed class AccessBook(HotlineDb db, CurrentActor current, TimeProvider clock)
{
    /// <summary>With the next save.</summary>
    public AccessEntry Add(Guid ticketId, string ticketNumber, string what, string reason)
    {
        var (actor, now) = (current.Required, clock.GetUtcNow());
        var entry = new AccessEntry
        {
            Id = Guid.CreateVersion7(now), At = now, UserName = actor.UserName, TicketId = ticketId, TicketNumber = ticketNumber, What = what, Reason = reason,
            Role = actor.Roles.Order().Cast<Role?>().FirstOrDefault(), Department = actor.DepartmentCode,
        };
        db.AccessLog.Add(entry);
        return entry;
    }

    /// <summary>How often this person read this of the ticket since then, and when first.</summary>
    public async Task<(int Count, DateTimeOffset? First)> Since(Guid ticketId, string what, DateTimeOffset since, CancellationToken ct)
    {
        var me = current.Required.UserName;
        var read = await db.AccessLog.AsNoTracking().Where(a => a.TicketId == ticketId && a.UserName == me && a.What == what && a.At > since).Select(a => a.At).ToListAsync(ct);
        return (read.Count, read.Count == 0 ? null : read.Min());
    }
}
