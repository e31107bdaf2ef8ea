using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain.Publishing;
using Hotline.Domain.Residents;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Messaging;

/// <summary>A text that others can read, as it may go out.</summary>
/// <param name="Text">Null when nothing may: even the words asking to go on in private name somebody.</param>
/// <param name="Found">The kinds of personal data in the text that was to go out; empty when it went unchanged.</param>
internal sealed record PublicText(string? Text, IReadOnlyList<string> Found);

/// <summary>
/// The last look at a text before it goes where others can read it. One with a phone number, an identity number, a name, an
/// address or the ticket's query code is not sent: the words that ask the resident to go on in private go out in its place.
/// </summary>
internal sealed class PublicReplyGuard(MicroblogReplies replies, PersonalData personal)
{
    private const string Code = "QueryCode";

    public async Task<PublicText> Look(HotlineDb db, OutgoingNotice notice, CancellationToken ct)
    {
        // A text about no ticket says nothing that can be checked.
        if (await db.Tickets.AsNoTracking().SingleOrDefaultAsync(t => t.Id == notice.TicketId, ct) is not { } ticket) return new PublicText(null, ["Ticket"]);
        var resident = ticket.ResidentId is { } id ? await db.Residents.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) : null;
        var code = QueryCode.Derive(personal.QueryCodeKey, ticket.Id);
        var found = Kinds(notice.Text, code, personal.KnownOf(resident, ticket));
        if (found.Count == 0) return new PublicText(notice.Text, []);
        // Its own words name nobody by mistake: a resident who calls himself "you" must not silence them.
        var instead = replies.PublicNews(ticket);
        return new PublicText(instead.Length > 0 && Kinds(instead, code, new KnownPersonalData { TicketNumbers = [ticket.Number] }).Count == 0 ? instead : null, found);
    }

    /// <summary>The kinds of personal data in a text.</summary>
    /// <param name="text">What is to go out.</param>
    /// <param name="code">The ticket's query code.</param>
    /// <param name="known">What is known of the persons concerned.</param>
    public static IReadOnlyList<string> Kinds(string text, string code, KnownPersonalData known)
    {
        var kinds = PersonalDataFinder.Find(text, known).Select(s => s.Kind.ToString()).Distinct().ToList();
        // However it is written: in small letters, full-width, with blanks between.
        if (QueryCode.Normalize(text).Contains(code, StringComparison.Ordinal)) kinds.Add(Code);
        return kinds;
    }
}
