using Hotline.Api.Data;
using Hotline.Channels;
using Hotline.Domain.Staff;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Jobs;

/// <summary>Brings recordings and pictures that a provider keeps into the city's own store.</summary>
internal sealed class MediaFetcher(IDbContextFactory<HotlineDb> contexts, IServiceScopeFactory scopes, AttachmentStore store, TimeProvider clock, ILogger<MediaFetcher> log)
    : RecurringJob(TimeSpan.FromSeconds(3), clock, log)
{
    private const int MostAttempts = 60;

    /// <summary>Every round at first, for a recording appears within seconds; then ever more seldom over three hours, for a provider may be lost for one.</summary>
    private static TimeSpan Patience(int attempts) => attempts < 10 ? TimeSpan.Zero : TimeSpan.FromSeconds(3) * attempts * attempts;

    protected override async Task<bool> Round(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = Clock.GetUtcNow();
        var due = (await db.Attachments.Where(a => a.State == AttachmentState.Fetching).OrderBy(a => a.Id).Take(1_000).Select(a => new { a.Id, a.AddedAt, a.Attempts }).ToListAsync(ct))
            .Where(a => a.AddedAt + Patience(a.Attempts) <= now).Take(10).Select(a => a.Id).ToList();
        if (due.Count == 0) return false;
        var waiting = await db.Attachments.Where(a => due.Contains(a.Id)).OrderBy(a => a.Id).ToListAsync(ct);
        using var scope = scopes.CreateScope();
        var sources = scope.ServiceProvider.GetServices<IMediaSource>().ToList();
        foreach (var attachment in waiting)
        {
            await Fetch(attachment, sources, ct);
            if (attachment.State != AttachmentState.Fetching && attachment.TicketId is { } id && await db.Tickets.FindAsync([id], ct) is { } ticket)
                ticket.Note("Attach", "TicketAttachmentAdded", attachment.FileName, Actor.System, Clock.GetUtcNow());
            await db.SaveChangesAsync(ct);
        }
        return false;   // a medium that is not there yet is asked for again at the next round
    }

    private async Task Fetch(Attachment attachment, List<IMediaSource> sources, CancellationToken ct)
    {
        using var content = new MemoryStream();
        var result = Uri.TryCreate(attachment.RemoteUrl, UriKind.Absolute, out var remote) && sources.Find(s => s.Serves(remote)) is { } source ? await source.Fetch(remote, content, ct)
            : new MediaResult(MediaOutcome.Refused, null, null, null, "not an address of a provider");
        attachment.Attempts++;
        attachment.Error = result.Reason;
        if (result.Outcome == MediaOutcome.Fetched)
        {
            content.Position = 0;
            var saved = await store.Save(content, attachment.FileName, ct);
            if (saved.Value is { } file)
                (attachment.State, attachment.Sha256, attachment.Size, attachment.ContentType) = (AttachmentState.Stored, file.Sha256, file.Size, file.ContentType);
            else
                (attachment.State, attachment.Error) = (AttachmentState.Failed, saved.Error!.Fields.Values.FirstOrDefault()?[0] ?? saved.Error.Code);
        }
        else if (result.Outcome != MediaOutcome.RetryLater || attachment.Attempts >= MostAttempts) attachment.State = AttachmentState.Failed;
    }
}
