using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Platform;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Drafts;

/// <summary>What this person typed and has not sent yet, per ticket and field (the empty id is the ticket not made yet): nothing typed is lost with a browser.</summary>
[Allow(Staff = true)]
internal sealed record ListDrafts(Guid TicketId);

internal sealed record DraftView(Guid TicketId, string Field, string Text, DateTimeOffset SavedAt);

internal sealed class ListDraftsHandler(HotlineDb db, CurrentActor current) : IHandler<ListDrafts, IReadOnlyList<DraftView>>
{
    public async Task<Result<IReadOnlyList<DraftView>>> Handle(ListDrafts request, CancellationToken ct) =>
        await db.Drafts.AsNoTracking().Where(d => d.UserName == current.Required.UserName && d.TicketId == request.TicketId)
            .Select(d => new DraftView(d.TicketId, d.Field, d.Text, d.SavedAt)).ToListAsync(ct);
}

[Allow(Staff = true)]
internal sealed record SaveDraft(Guid TicketId, string Field, string Text);

internal sealed record SavedDraft(DateTimeOffset SavedAt);

internal sealed class SaveDraftValidator : AbstractValidator<SaveDraft>
{
    public SaveDraftValidator()
    {
        RuleFor(x => x.Field).NotEmpty().MaximumLength(60);
        RuleFor(x => x.Text).NotNull().MaximumLength(50_000);
    }
}

internal sealed class SaveDraftHandler(HotlineDb db, CurrentActor current, TimeProvider clock) : IHandler<SaveDraft, SavedDraft>
{
    public async Task<Result<SavedDraft>> Handle(SaveDraft request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        for (var attempt = 0; ; attempt++)
        {
            var draft = await db.Drafts.SingleOrDefaultAsync(d => d.UserName == current.Required.UserName && d.TicketId == request.TicketId && d.Field == request.Field, ct);
            if (draft is null) db.Drafts.Add(new Draft { Id = Guid.CreateVersion7(now), UserName = current.Required.UserName, TicketId = request.TicketId, Field = request.Field, Text = request.Text, SavedAt = now });
            else (draft.Text, draft.SavedAt) = (request.Text, now);
            try
            {
                await db.SaveChangesAsync(ct);
                return new SavedDraft(now);
            }
            catch (DbUpdateException) when (attempt == 0)
            {
                db.ChangeTracker.Clear();   // two tabs began the same draft at once: the second one updates it
            }
        }
    }
}

[Allow(Staff = true)]
internal sealed record DiscardDraft(Guid TicketId, string Field);

internal sealed class DiscardDraftHandler(HotlineDb db, CurrentActor current) : IHandler<DiscardDraft, Done>
{
    public async Task<Result<Done>> Handle(DiscardDraft request, CancellationToken ct)
    {
        db.Drafts.RemoveRange(await db.Drafts.Where(d => d.UserName == current.Required.UserName && d.TicketId == request.TicketId && d.Field == request.Field).ToListAsync(ct));
        await db.SaveChangesAsync(ct);
        return Done.Instance;
    }
}
