using System.Globalization;
using System.Text.Json;
using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain.Deadlines;
using Hotline.Domain.Departments;
using Hotline.Domain.Publishing;
using Hotline.Domain.Residents;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Tickets;

/// <summary>Reads tickets as a person may see them: their scope, masked, with lights computed for now.</summary>
internal sealed partial class TicketReader(HotlineDb db, City city, PersonalData personal, TicketDisputes disputes, SupervisionReader supervisionReader, TimeProvider clock)
{
    private static bool English => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    /// <summary>In these a unit takes part in a ticket, or took part with an answer; what it returned or lost is not its business any more.</summary>
    private static readonly List<SubTaskState> Sharing = [SubTaskState.Pending, SubTaskState.Signed, SubTaskState.Answered];

    /// <summary>The centre sees all; a department its own, those it does a part of, and those of the units below it; everybody else nothing.</summary>
    public IQueryable<Ticket> Visible(Actor actor)
    {
        if (actor.IsCentre) return db.Tickets;
        if (actor.DepartmentCode is not { } own) return db.Tickets.Where(t => false);
        var units = UnitsWithin(own);
        var shared = db.SubTasks.Where(s => units.Contains(s.Department) && Sharing.Contains(s.State)).Select(s => s.TicketId);
        return db.Tickets.Where(t => units.Contains(t.LeadDepartment!) || shared.Contains(t.Id));
    }

    /// <summary>What a desk has to see to: as <see cref="Visible"/>, without the tickets of others that it does only a part of.</summary>
    public IQueryable<Ticket> Own(Actor actor)
    {
        if (actor.IsCentre || actor.DepartmentCode is not { } own) return Visible(actor);
        var units = UnitsWithin(own);
        return db.Tickets.Where(t => units.Contains(t.LeadDepartment!));
    }

    /// <summary>The unit and everything below it in the tree.</summary>
    public List<string> UnitsWithin(string own)
    {
        var units = new List<string> { own };
        for (var i = 0; i < units.Count; i++) units.AddRange(city.Departments.Where(d => d.Parent == units[i] && !units.Contains(d.Code)).Select(d => d.Code));
        return units;
    }

    /// <summary>Lines for a list; deadlines and masked names are read for the whole page at once.</summary>
    public async Task<List<TicketRow>> Rows(IReadOnlyList<Ticket> tickets, Actor actor, CancellationToken ct)
    {
        var ids = tickets.Select(t => t.Id).ToList();
        var residentIds = tickets.Select(t => t.ResidentId).OfType<Guid>().Distinct().ToList();
        var residents = await db.Residents.AsNoTracking().Where(r => residentIds.Contains(r.Id)).ToDictionaryAsync(r => r.Id, ct);
        var running = (await db.Deadlines.AsNoTracking().Where(d => ids.Contains(d.TicketId) && d.MetAt == null && !d.Dropped).ToListAsync(ct)).ToLookup(d => d.TicketId);
        var published = await db.Publications.AsNoTracking().Where(p => ids.Contains(p.TicketId)).Select(p => new { p.TicketId, p.State }).ToDictionaryAsync(p => p.TicketId, p => (PublicationState?)p.State, ct);
        return tickets.Select(t =>
        {
            var resident = t.ResidentId is { } r ? residents.GetValueOrDefault(r) : null;
            return Row(t, [.. running[t.Id]], published.GetValueOrDefault(t.Id), MayKnowResident(t, actor) ? Mask(personal.OpenOrNull(resident?.Name), Masking.MaskName) : null, Shown(t, resident, actor));
        }).ToList();
    }

    /// <summary>A resident who asked for confidence is known to the centre alone, not even masked to a department.</summary>
    public static bool MayKnowResident(Ticket t, Actor actor) => !t.Confidential || actor.IsCentre;

    /// <summary>What a confidential resident sent stays with the centre until somebody there has released it.</summary>
    public static bool MaySee(Attachment a, Ticket t, Actor actor) => !a.FromResident || a.ReleasedAt is not null || MayKnowResident(t, actor);

    /// <summary>How a text of the ticket is shown: to a department that may not know the resident, without what would tell who it is.</summary>
    private Func<string?, string?> Shown(Ticket t, Resident? resident, Actor actor)
    {
        if (MayKnowResident(t, actor)) return text => text;
        var known = personal.KnownOf(resident, t);
        return text => text is null ? null : Redactor.Redact(text, known).Text;
    }

    private TicketRow Row(Ticket t, IReadOnlyList<TicketDeadline> deadlines, PublicationState? publication, string? residentName, Func<string?, string?> shown)
    {
        var now = clock.GetUtcNow();
        return new TicketRow
        {
            Id = t.Id, Number = t.Number, State = t.State, Channel = t.Channel, Type = t.Type, Urgency = t.Urgency, Dangers = Split(t.Dangers), Subject = shown(t.Subject)!,
            CategoryCode = t.CategoryCode, CategoryName = CategoryName(t.CategoryCode), LeadDepartment = t.LeadDepartment, LeadDepartmentName = DepartmentName(t.LeadDepartment),
            SuggestedCategoryCode = t.SuggestedCategory, SuggestedCategoryName = CategoryName(t.SuggestedCategory), SuggestedDepartment = t.SuggestedDepartment,
            SuggestedDepartmentName = DepartmentName(t.SuggestedDepartment), SuggestedProbability = t.SuggestedProbability, Place = shown(t.Place), ResidentName = residentName,
            AcceptedBy = t.AcceptedBy, ReceivedAt = t.ReceivedAt, ResidentDueAt = t.ResidentDueAt, ResidentLight = Light(Clock.Resident), DepartmentDueAt = t.DepartmentDueAt,
            DepartmentLight = Light(Clock.Department), PublicationState = publication, HeadCount = t.HeadCount, Version = t.Version,
        };
        DeadlineLight? Light(Clock which) => deadlines.Where(d => d.Clock == which && d.Running).MinBy(d => (d.PausedAt is not null, d.DueAt)) is { } d ? d.LightAt(now) : null;
    }

    public async Task<TicketView> View(Ticket t, Actor actor, CancellationToken ct)
    {
        var deadlines = await db.Deadlines.AsNoTracking().Where(d => d.TicketId == t.Id && !d.Dropped).OrderBy(d => d.StartedAt).ToListAsync(ct);
        var resident = t.ResidentId is { } rid ? await db.Residents.AsNoTracking().SingleOrDefaultAsync(r => r.Id == rid, ct) : null;
        var (mayKnow, shown) = (MayKnowResident(t, actor), Shown(t, resident, actor));
        var masked = resident is null || !mayKnow ? null : Masked(resident);
        var suggestions = await db.Suggestions.AsNoTracking().Where(s => s.TicketId == t.Id).OrderBy(s => s.Rank).ToListAsync(ct);
        var history = await db.History.AsNoTracking().Where(h => h.TicketId == t.Id).OrderBy(h => h.Sequence).ToListAsync(ct);
        var attachments = await db.Attachments.AsNoTracking().Where(a => a.TicketId == t.Id).OrderBy(a => a.Id).ToListAsync(ct);
        var supplements = await db.Supplements.AsNoTracking().Where(s => s.TicketId == t.Id).OrderBy(s => s.At).ToListAsync(ct);
        var reply = await db.Replies.AsNoTracking().Where(r => r.TicketId == t.Id).OrderByDescending(r => r.RepliedAt).FirstOrDefaultAsync(ct);
        var ratings = await db.Ratings.AsNoTracking().Where(r => r.TicketId == t.Id).OrderBy(r => r.At).ToListAsync(ct);
        var rating = ratings.LastOrDefault();
        await db.LoadParts(t, ct);
        var publication = await db.Publications.AsNoTracking().SingleOrDefaultAsync(p => p.TicketId == t.Id, ct);
        var members = await db.Tickets.AsNoTracking().Where(m => m.MasterId == t.Id).OrderBy(m => m.Id).Take(200).ToListAsync(ct);
        var master = t.MasterId is { } mid ? await db.Tickets.AsNoTracking().SingleAsync(m => m.Id == mid, ct) : null;
        var source = (await db.SourcesOf([t.Id], ct)).GetValueOrDefault(t.Id);
        var calls = t.Confidential ? await db.RelayCalls.AsNoTracking().Where(c => c.TicketId == t.Id).OrderByDescending(c => c.Id).Take(20).ToListAsync(ct) : [];
        var now = clock.GetUtcNow();
        var row = Row(t, deadlines, publication?.State, masked?.Name, shown);
        var supervision = await supervisionReader.Of(t, now, ct);
        return new TicketView
        {
            Id = row.Id, Number = row.Number, State = row.State, Channel = row.Channel, Type = row.Type, Urgency = row.Urgency, Dangers = row.Dangers, Subject = row.Subject,
            CategoryCode = row.CategoryCode, CategoryName = row.CategoryName, LeadDepartment = row.LeadDepartment, LeadDepartmentName = row.LeadDepartmentName,
            SuggestedCategoryCode = row.SuggestedCategoryCode, SuggestedCategoryName = row.SuggestedCategoryName, SuggestedDepartment = row.SuggestedDepartment,
            SuggestedDepartmentName = row.SuggestedDepartmentName, SuggestedProbability = row.SuggestedProbability, Place = row.Place, ResidentName = row.ResidentName,
            AcceptedBy = row.AcceptedBy, ReceivedAt = row.ReceivedAt, ResidentDueAt = row.ResidentDueAt, ResidentLight = row.ResidentLight, DepartmentDueAt = row.DepartmentDueAt,
            DepartmentLight = row.DepartmentLight, PublicationState = row.PublicationState, HeadCount = row.HeadCount, Version = row.Version,
            Body = shown(t.Body)!, Language = t.Language, Confidential = t.Confidential, Anonymous = t.Anonymous, Round = t.Round, AcceptedAt = t.AcceptedAt, DispatchedAt = t.DispatchedAt, ClosedAt = t.ClosedAt,
            Source = source, RelayCalls = calls.ConvertAll(c => new RelayCallView(c.Id, c.State, c.Outcome, c.RequestedAt, c.UserName, c.Seconds, c.RecordingId is not null)),
            Resident = masked, ModelVersion = t.ModelVersion,
            Suggestions = suggestions.ConvertAll(s => new SuggestionView(s.Rank, s.CategoryCode, CategoryName(s.CategoryCode) ?? s.CategoryCode, s.DepartmentCode, DepartmentName(s.DepartmentCode) ?? s.DepartmentCode,
                s.Probability, s.Reason, mayKnow ? JsonSerializer.Deserialize<List<EvidenceView>>(s.Evidence, HotlineJson.Options)! : [])),
            Deadlines = deadlines.ConvertAll(d => new DeadlineView(d.Clock, d.Step, d.StartedAt, d.DueAt, d.OriginalDueAt, d.Running ? d.PausedAt : null, d.MetAt, d.LightAt(now), MinutesLeft(d, now), English ? d.ExplanationEn : d.ExplanationZh, d.CalendarMissing)),
            History = history.ConvertAll(h => new HistoryView(h.At, h.Action, h.From, h.To, h.Actor, h.ActorName, UnitOf(h), h.Outcome, shown(h.Note))),
            Attachments = [.. attachments.Where(a => MaySee(a, t, actor)).Select(ViewOf)], Supplements = supplements.ConvertAll(s => new SupplementView(s.At, shown(s.Text)!)),
            Reply = reply is null ? null : new ReplyView(reply.PublicText, reply.InnerNote, reply.Result, reply.LegalBasis, reply.RepliedBy, reply.RepliedAt, reply.ItemAnswers),
            FirstContact = t.FirstContactOutcome is { } outcome ? new FirstContactView(outcome, shown(t.FirstContactNote), t.FirstContactAt!.Value, t.FirstContactBy!) : null,
            Rating = rating is null ? null : ViewOf(rating, shown), Joint = Joint(t, reply, ratings, now, shown),
            Publication = publication is null ? null : new PublicationView(publication.State, publication.Title, publication.Question, publication.Answer, publication.ProposedByName, publication.ProposedAt, publication.ConfirmedByName, publication.PublishedAt),
            Disputes = await disputes.Of(t, now, ct), Supervision = supervision, MergedInto = master is null ? null : LinkTo(master, actor), Members = members.ConvertAll(m => LinkTo(m, actor)),
            AllowedActions = SupervisionReader.WithEscalation(disputes.StillOpen(Allowed(t, publication, actor), t, deadlines, now), t, supervision, actor, now),
            Hold = t.HeldAt is { } heldAt ? new LegalHoldView(heldAt, t.HeldBy!, t.HoldReason!) : null, AnonymisedAt = t.AnonymisedAt,
        };
    }

    /// <summary>What the ticket allows, narrowed by where its publication stands: propose, confirm by another person, take down.</summary>
    private static IReadOnlyList<string> Allowed(Ticket t, Publication? publication, Actor actor)
    {
        var allowed = t.AllowedActions(actor);
        if (!allowed.Contains("publish")) return allowed;
        var steps = publication?.State switch
        {
            PublicationState.Published => ["publish/withdraw"],
            PublicationState.Proposed when publication.ProposedBy != actor.UserName => ["publish", "publish/confirm"],
            _ => (string[])["publish"],
        };
        return [.. allowed.Where(a => a != "publish"), .. steps];
    }

    public static AttachmentView ViewOf(Attachment a) => new(a.Id, a.FileName, a.ContentType, a.Size, a.Kind, a.State, a.AddedAt, a.AddedBy, a.TakenAt, a.TakenPlace, a.TakenStated, a.ReleasedAt);

    /// <summary>Of another one's confidential matter only the number.</summary>
    private static TicketLink LinkTo(Ticket t, Actor actor) => new(t.Id, t.Number, MayKnowResident(t, actor) ? t.Subject : "***");

    public ResidentView Masked(Resident r) => new(
        Mask(personal.OpenOrNull(r.Name), Masking.MaskName), Mask(personal.OpenOrNull(r.Phone), Masking.MaskPhone),
        Mask(personal.OpenOrNull(r.Email), Masking.MaskEmail), Mask(personal.OpenOrNull(r.Address), Masking.MaskAddress));

    private int MinutesLeft(TicketDeadline d, DateTimeOffset now) => d.MetAt is not null || now >= d.DueAt ? 0 : (int)city.Clock.Calendar.WorkingTimeBetween(now, d.DueAt).TotalMinutes;

    private static string? Mask(string? clear, Func<string?, string> mask) => clear is null ? null : mask(clear);

    private string? CategoryName(string? code) => city.Category(code) is { } c ? English ? c.NameEn : c.Name : code;
    private string? DepartmentName(string? code) => city.Department(code) is { } d ? English ? d.NameEn : d.Name : code;
    /// <summary>Only the centre dispatches; its entry carries the department that the ticket went to.</summary>
    private string? UnitOf(HistoryEntry h) => h.Actor == Actor.Resident.UserName || h.Actor == Actor.System.UserName ? null
        : h.Department is null || h.Action == nameof(TicketAction.Dispatch) ? English ? $"{city.HotlineNumber} centre" : $"{city.HotlineNumber}热线中心"
        : DepartmentName(h.Department);

    private static string[] Split(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
