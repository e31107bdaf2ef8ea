using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Data;

/// <summary>
/// The systems that tickets came from and their own numbers. Both are kept with the message a ticket was made of, where system and
/// number together are unique, so that each way round is one look at an index.
/// </summary>
internal static class TicketSources
{
    /// <summary>Begins the account of every message that another system handed over.</summary>
    public const string Prefix = "api:";

    public static string AccountOf(string system) => Prefix + system;

    /// <summary>Where these tickets came from; those of residents are not in it.</summary>
    public static async Task<Dictionary<Guid, TicketSource>> SourcesOf(this HotlineDb db, IReadOnlyList<Guid> tickets, CancellationToken ct)
    {
        var found = new Dictionary<Guid, TicketSource>();
        if (tickets.Count == 0) return found;
        // A ticket has its message's id, but for one that came out of quarantine.
        foreach (var m in await db.Messages.AsNoTracking().Where(m => tickets.Contains(m.Id) || m.TicketId != m.Id && tickets.Contains(m.TicketId!.Value))
            .Select(m => new { m.Id, m.TicketId, m.ChannelAccount, m.ProviderId }).ToListAsync(ct))
            if (m.TicketId is { } ticket && m.ChannelAccount.StartsWith(Prefix, StringComparison.Ordinal)) found[ticket] = new TicketSource(m.ChannelAccount[Prefix.Length..], m.ProviderId);
        return found;
    }

    /// <summary>Tickets that have this number in any of the systems; <c>system:number</c> asks one of them alone.</summary>
    public static async Task<List<Guid>> WithSourceNumber(this HotlineDb db, string typed, IEnumerable<string> systems, CancellationToken ct)
    {
        var accounts = systems.Select(AccountOf).ToList();
        var numbers = new List<string> { typed };
        if (typed.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && accounts.Contains(AccountOf(typed[..colon])))
        {
            accounts = [AccountOf(typed[..colon])];
            numbers = [typed[(colon + 1)..].Trim()];
        }
        return await db.Messages.AsNoTracking().Where(m => EF.Parameter(accounts).Contains(m.ChannelAccount) && EF.Parameter(numbers).Contains(m.ProviderId) && m.TicketId != null).Select(m => m.TicketId!.Value).ToListAsync(ct);
    }

    /// <summary>Every system whose numbers may stand here: those with a key and those that files came from.</summary>
    public static async Task<List<string>> SourceSystems(this HotlineDb db, IEnumerable<string> withKey, CancellationToken ct) =>
        [.. withKey.Concat(await db.Imports.Where(i => i.System != "").Select(i => i.System).Distinct().ToListAsync(ct)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
