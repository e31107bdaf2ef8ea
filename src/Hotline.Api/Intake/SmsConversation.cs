using System.Text;
using System.Text.RegularExpressions;
using Hotline.Api.Data;
using Hotline.Api.Features.Public;
using Hotline.Api.Messaging;
using Hotline.Api.Platform;
using Hotline.Channels.Twilio;
using Hotline.Domain.Departments;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Intake;

/// <summary>
/// A text message is part of a conversation: a ticket's number asks for its state, a digit from 1 to 5 rates the last closed one, a word
/// ends or resumes what is sent, other words go on with the ticket that is open. What fits nothing is a matter of its own. A sender's number
/// can be forged, so an answer goes to the number the resident is known by and says nothing of anybody else's ticket.
/// </summary>
internal sealed partial class SmsConversation(City city, PersonalData personal, Acknowledgement words, HotlineOptions options)
{
    private const int MostTickets = 20;
    private static readonly TimeSpan RatableFor = TimeSpan.FromDays(30);
    private static readonly TicketState[] Open = [.. TicketLifecycle.Open];
    private static readonly TicketState[] Ratable = [TicketState.Evaluation, TicketState.Closed, TicketState.Answered, TicketState.Redirected, TicketState.Merged];
    private static readonly string[] Verdicts = ["closing", "ratingRequest", "confirmedLawful"];

    /// <summary>What a message turned out to be: it belongs to a ticket, or is set aside with this reason, or (all null) opens a ticket.</summary>
    private sealed record Meaning(Ticket? Ticket = null, string? SetAside = null, string? Occasion = null, params IReadOnlyList<NoticeWord> Words)
    {
        public bool Changed { get; init; }
    }

    /// <summary>Inside the writer's transaction; true when a known ticket was changed.</summary>
    public async Task<bool> Join(HotlineDb db, List<PreparedMessage> fresh)
    {
        var changed = false;
        for (var i = 0; i < fresh.Count; i++)
        {
            if (fresh[i] is not { Ticket: { } born, Resident: { ContactIndex: { } } resident, Request.IsConversation: true } message) continue;
            (message.Stored.State, message.Stored.Error, message.Stored.TicketId, message.Stored.TicketNumber) = (MessageState.Ticketed, null, null, null);   // a second try decides anew
            if (await Understand(db, message, born, resident) is not { } meaning) continue;
            fresh[i] = message with { Ticket = null };
            (message.Stored.TicketId, message.Stored.TicketNumber) = (meaning.Ticket?.Id, meaning.Ticket?.Number);
            if (meaning.SetAside is { } reason) (message.Stored.State, message.Stored.Error) = (MessageState.SetAside, reason);
            if (meaning.Occasion is { } occasion) await Answer(db, occasion, meaning, LanguageOf(born, meaning.Ticket), resident, message);
            changed |= meaning.Changed;
        }
        return changed;
    }

    private async Task<Meaning?> Understand(HotlineDb db, PreparedMessage message, NewTicket born, Resident resident)
    {
        var (now, known) = (message.Stored.StoredAt, db.Entry(resident).State != EntityState.Added);
        var bare = message.Request.Message.Attachments.Count == 0;
        // Full-width digits and letters count as plain ones; what is longer than any command stays as it is.
        var text = (born.Body.Length <= 64 ? born.Body.Normalize(NormalizationForm.FormKC) : born.Body).Trim();
        if (bare && await Consent(db, text, resident, now) is { } consent) return consent;
        if (bare && SmsKeywords.Recognise(text) == SmsKeyword.Help) return new Meaning(SetAside: "sms.help", Occasion: "help");
        if (bare && TicketNumber.TryParse(text, out var number)) return await State(db, number.ToString(), resident);
        var rating = bare ? Rating().Match(text) : Match.Empty;
        if (rating.Success)
        {
            if (known && await Asked(db, resident) is { } asked && Supplement(db, asked, message, now) is { } answered) return answered;
            if (known && await Rate(db, rating, resident, now) is { } rated) return rated;
        }
        // Danger is never hidden inside an older matter, and whoever says that it is another one is believed.
        if (known && born.Dangers.Count == 0 && !OtherMatter().IsMatch(text) && await OpenTicket(db, resident, now) is { } open && Supplement(db, open, message, now) is { } added) return added;
        return rating.Success ? new Meaning(SetAside: "sms.nothing_to_rate", Occasion: "notUnderstood") : null;
    }

    /// <summary>退订 and the like: all that may be declined, or the purpose named with it.</summary>
    private static async Task<Meaning?> Consent(HotlineDb db, string text, Resident resident, DateTimeOffset now)
    {
        var (word, purposes) = Named().Match(text) is { Success: true } named
            ? (named.Groups["word"].Value, [named.Groups["survey"].Success ? NoticePurpose.Survey : NoticePurpose.Progress])
            : (text, DeliveryLog.Declinable);
        var keyword = SmsKeywords.Recognise(word);
        if (keyword == SmsKeyword.OptOut)
        {
            await DeliveryLog.OptOut(db, resident.ContactIndex!, purposes, now, default);
            return new Meaning(SetAside: "sms.opted_out", Occasion: "optedOut");
        }
        if (keyword != SmsKeyword.OptIn) return null;
        var declined = await db.OptOuts.Where(o => o.ContactIndex == resident.ContactIndex && purposes.Contains(o.Purpose)).ToListAsync();
        // YES from somebody who never declined anything is an answer to something.
        if (declined.Count == 0 && word.Equals("YES", StringComparison.OrdinalIgnoreCase)) return null;
        db.OptOuts.RemoveRange(declined);
        return new Meaning(SetAside: "sms.opted_in", Occasion: "optedIn");
    }

    private static async Task<Meaning> State(HotlineDb db, string number, Resident resident)
    {
        var ticket = await db.Tickets.AsNoTracking().SingleOrDefaultAsync(t => t.Number == number && t.ResidentId == resident.Id);
        // Somebody else's number and one that does not exist are told apart by nobody.
        if (ticket is null) return new Meaning(SetAside: "sms.number_not_own", Occasion: "numberNotFound");
        var handled = ticket.MasterId is { } master ? await db.Tickets.AsNoTracking().SingleAsync(t => t.Id == master) : ticket;
        return new Meaning(ticket, null, "state", new NoticeWord("state", PlainWords.State(handled.State, english: false), PlainWords.State(handled.State, english: true)));
    }

    /// <summary>The ticket whose question the resident was sent last.</summary>
    private static async Task<Ticket?> Asked(HotlineDb db, Resident resident)
    {
        var last = await db.Outgoing.AsNoTracking().Where(o => o.ContactIndex == resident.ContactIndex && o.TicketId != null).OrderByDescending(o => o.Id).Select(o => new { o.Occasion, o.TicketId }).FirstOrDefaultAsync();
        return last?.Occasion != "question" ? null
            : await db.Tickets.Include(t => t.Deadlines).SingleOrDefaultAsync(t => t.Id == last.TicketId && t.ResidentId == resident.Id && t.State == TicketState.WaitingForResident);
    }

    /// <summary>The open ticket the resident wrote, or was written to, about last; null when that is long ago.</summary>
    private async Task<Ticket?> OpenTicket(HotlineDb db, Resident resident, DateTimeOffset now)
    {
        var open = await db.Tickets.Include(t => t.Deadlines).Where(t => t.ResidentId == resident.Id && Open.Contains(t.State)).OrderByDescending(t => t.ReceivedAt).Take(MostTickets).ToListAsync();
        if (open.Count == 0) return null;
        var ids = open.ConvertAll(t => (Guid?)t.Id);
        var last = await db.Outgoing.AsNoTracking().Where(o => ids.Contains(o.TicketId)).OrderByDescending(o => o.Id).Select(o => new { o.TicketId, o.CreatedAt }).FirstOrDefaultAsync();
        var (ticket, at) = last is not null && last.CreatedAt >= open[0].ReceivedAt ? (open.Find(t => t.Id == last.TicketId)!, last.CreatedAt) : (open[0], open[0].ReceivedAt);
        return now - at <= options.Messaging.GoesOnFor ? ticket : null;
    }

    private Meaning? Supplement(HotlineDb db, Ticket ticket, PreparedMessage message, DateTimeOffset now)
    {
        if (ticket.Supplement(city.Clock, now) is not null) return null;
        Conversations.Add(db, ticket, message);
        return new Meaning(ticket, null, "supplemented") { Changed = true };
    }

    /// <summary>The last ticket that can be rated, the one whose answer was told last before all; null when there is none.</summary>
    private async Task<Meaning?> Rate(HotlineDb db, Match rating, Resident resident, DateTimeOffset now)
    {
        var told = await db.Outgoing.AsNoTracking().Where(o => o.ContactIndex == resident.ContactIndex && Verdicts.Contains(o.Occasion)).OrderByDescending(o => o.Id).Select(o => o.TicketId).FirstOrDefaultAsync();
        var since = now - RatableFor;
        var candidates = await db.Tickets.Include(t => t.Deadlines).Include(t => t.Ratings).AsSplitQuery()
            .Where(t => t.ResidentId == resident.Id && Ratable.Contains(t.State) && (t.ClosedAt == null || t.ClosedAt >= since)).OrderByDescending(t => t.ReceivedAt).Take(MostTickets).ToListAsync();
        if ((candidates.Find(t => t.Id == told) ?? candidates.FirstOrDefault()) is not { } ticket) return null;
        var level = (Satisfaction)(rating.Groups["level"].Value[0] - '1');
        bool? solved = rating.Groups["solved"].Success ? true : rating.Groups["unsolved"].Success ? false : null;
        await db.LoadParts(ticket, default);
        if (ticket.Rate(solved, level, null, city.Clock, now) is not null) return new Meaning(ticket, null, "ratedBefore");
        await db.MembersFollow(ticket, now, default);
        return new Meaning(ticket, null, "rated", NoticeWord.Same("level", rating.Groups["level"].Value)) { Changed = true };
    }

    /// <summary>Not more answers to one number within an hour than configured: two machines would never end.</summary>
    private async Task Answer(HotlineDb db, string occasion, Meaning meaning, string language, Resident resident, PreparedMessage message)
    {
        var now = message.Stored.StoredAt;
        var since = now - TimeSpan.FromHours(1);
        if (await db.Outgoing.CountAsync(o => o.ContactIndex == resident.ContactIndex && o.CreatedAt > since && o.Purpose == NoticePurpose.Reply) >= options.Messaging.RepliesPerHour) return;
        if (words.Reply(occasion, language, meaning.Ticket, resident, message.Request.Message.Sender!, personal, now, meaning.Words) is { } reply) db.Outgoing.Add(reply);
    }

    /// <summary>The ticket's; without one that of the message, in which TD and T are words of a Chinese custom.</summary>
    private static string LanguageOf(NewTicket born, Ticket? ticket) =>
        ticket?.Language ?? (born.Body.Trim().Length <= 2 ? "zh" : born.Language);

    [GeneratedRegex(@"^(?<level>[1-5])\s*(?:分|星)?\s*[,，、]?\s*(?:(?<solved>已解决|解决了|solved)|(?<unsolved>未解决|没解决|没有解决|unsolved|not solved))?\s*[.。!！]?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 100)]
    private static partial Regex Rating();

    [GeneratedRegex(@"^(?<word>\S{1,12}?)\s*(?:(?<survey>评价|回访|SURVEYS?)|(?<progress>进度|进展|PROGRESS))$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 100)]
    private static partial Regex Named();

    [GeneratedRegex(@"^(?:新诉求|新问题|另一件事|NEW\b)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 100)]
    private static partial Regex OtherMatter();
}
