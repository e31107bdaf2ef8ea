using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Channels;
using Hotline.Domain;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Intake;

/// <summary>The one way of a mention in, whether the reading found it or the comparison with the provider.</summary>
internal sealed class MentionIntake(IntakePipeline intake, IDbContextFactory<HotlineDb> contexts, PersonalData personal, TimeProvider clock)
{
    /// <summary>Messages of one writer within an hour that become tickets; what comes beyond is kept and set aside.</summary>
    private const int MostPerWriter = 20;
    private static readonly TimeSpan FullPause = TimeSpan.FromSeconds(2);
    private const int MostFullPauses = 150;

    /// <summary>Returns when the mentions are durable; throws when the intake stays full.</summary>
    public async Task Take(string account, IReadOnlyList<Mention> mentions, CancellationToken ct)
    {
        var requests = await Requests(account, mentions, ct);
        // A full intake is other doors' storm: the page waits here, since asking for it again may cost one of few calls.
        for (var pauses = 0; (await intake.Submit(requests)).Error is { } full; pauses++)
        {
            if (pauses == MostFullPauses) throw new InvalidOperationException(full.Code);
            await Task.Delay(FullPause, clock, ct);
        }
    }

    private async Task<List<IntakeRequest>> Requests(string account, IReadOnlyList<Mention> mentions, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var requests = new List<IntakeRequest>(mentions.Count);
        var since = clock.GetUtcNow() - TimeSpan.FromHours(1);
        var written = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var mention in mentions)
        {
            var index = personal.Index(TicketFactory.ContactOf(account, mention.Message.Sender!));
            if (!written.TryGetValue(index, out var count))
                count = await db.Residents.Where(r => r.ContactIndex == index).Join(db.Tickets.Where(t => t.ReceivedAt > since), r => r.Id, t => t.ResidentId, (r, t) => t.Id).CountAsync(ct);
            var follows = mention.InReplyTo is { } parent ? await Follows(db, account, index, parent, ct) : [];
            written[index] = follows.Count > 0 ? count : count + 1;
            requests.Add(new IntakeRequest(mention.Message)
            {
                Reply = new MentionReply(mention.ReplyTo, mention.PrivateReplyTo), Follows = follows, SetAside = follows.Count == 0 && count >= MostPerWriter ? "microblog.storm" : null,
            });
        }
        return requests;
    }

    /// <summary>The writer's own tickets whose message, or whose answer, this one answers.</summary>
    private static Task<List<string>> Follows(HotlineDb db, string account, string contactIndex, string parent, CancellationToken ct) =>
        db.Residents.Where(r => r.ContactIndex == contactIndex).Join(db.Tickets, r => r.Id, t => t.ResidentId, (r, t) => t)
            .Where(t => db.Messages.Any(m => m.ChannelAccount == account && m.ProviderId == parent && m.TicketId == t.Id) || db.Outgoing.Any(o => o.TicketId == t.Id && o.ProviderId == parent))
            .OrderByDescending(t => t.Id).Select(t => t.Number).Take(3).ToListAsync(ct);
}
