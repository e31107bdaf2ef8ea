using Hotline.Api.Data;
using Hotline.Api.Intake;
using Hotline.Api.Platform;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Messaging;

/// <summary>
/// Answers to what came by a microblog. What everybody can read says only that it has arrived and asks the resident to go on in
/// private; number, code and news go to the writer alone, where the provider can do that.
/// </summary>
internal sealed class MicroblogReplies(Acknowledgement words, PersonalData personal)
{
    /// <summary>Keeps where answers go and writes the first ones, inside the intake's transaction.</summary>
    public void Acknowledge(HotlineDb db, Ticket ticket, MentionReply reply, DateTimeOffset now)
    {
        db.MicroblogThreads.Add(new MicroblogThread { Id = ticket.Id, ReplyTo = personal.Seal(reply.To), PrivateReplyTo = personal.SealOrNull(reply.PrivateTo) });
        if (reply.IsPublic) Add(db, Notice(ticket, reply.To, Words(reply.PrivateTo is null ? "publicReplyOnly" : "publicReply", ticket), now));
        if (reply.PrivateTo is { } alone) Add(db, Notice(ticket, alone, Words("acknowledgement", ticket), now));
    }

    /// <summary>The resident wrote again: answers go under what was written last.</summary>
    public async Task Follow(HotlineDb db, Guid ticketId, MentionReply reply)
    {
        if (await db.MicroblogThreads.FindAsync(ticketId) is not { } thread) db.MicroblogThreads.Add(thread = new MicroblogThread { Id = ticketId });
        (thread.ReplyTo, thread.PrivateReplyTo) = (personal.Seal(reply.To), personal.SealOrNull(reply.PrivateTo));
    }

    /// <summary>A later occasion. In public it says only that there is news, and not a second time while the first waits.</summary>
    public async Task Tell(HotlineDb db, string occasion, Ticket ticket, DateTimeOffset now, IReadOnlyList<NoticeWord> more, CancellationToken ct)
    {
        if (await db.MicroblogThreads.FindAsync([ticket.Id], ct) is not { } thread) return;
        if (thread.PrivateReplyTo is { } alone) Add(db, Notice(ticket, personal.Open(alone), Words(occasion, ticket, more), now));
        else if (Words(occasion, ticket, more).Length > 0 && !await db.Outgoing.AnyAsync(o => o.TicketId == ticket.Id && o.Channel == Channel.Microblog && o.State == OutgoingState.Pending, ct))
            Add(db, Notice(ticket, personal.Open(thread.ReplyTo), PublicNews(ticket), now));
    }

    /// <summary>The words that any public text gives way to when it would tell who somebody is.</summary>
    public string PublicNews(Ticket ticket) => Words("publicNews", ticket);

    private string Words(string occasion, Ticket ticket, IReadOnlyList<NoticeWord>? more = null) =>
        words.Words(occasion, ticket.Language, ticket.Number, QueryCode.Derive(personal.QueryCodeKey, ticket.Id), ticket.LeadDepartment, more);

    private static void Add(HotlineDb db, OutgoingNotice? notice)
    {
        if (notice is not null) db.Outgoing.Add(notice);
    }

    private OutgoingNotice? Notice(Ticket ticket, string to, string text, DateTimeOffset now) => text.Length == 0 ? null : new OutgoingNotice
    {
        Id = Guid.CreateVersion7(now), TicketId = ticket.Id, Channel = Channel.Microblog, Recipient = personal.Seal(to), Text = text,
        State = OutgoingState.Pending, CreatedAt = now, NextAttemptAt = now,
    };
}
