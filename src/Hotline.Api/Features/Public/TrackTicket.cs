using System.Globalization;
using Hotline.Api.Data;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Deadlines;
using Hotline.Domain.Departments;
using Hotline.Domain.Publishing;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Public;

/// <summary>A resident follows their ticket by number and query code.</summary>
/// <param name="Address">Where the request came from; wrong codes are counted by it and the number.</param>
[Allow(Anybody = true)]
internal sealed record TrackTicket(string? Number, string? Code, string Address);

/// <param name="Items">What was asked and what is answered to it, where the message asked for several things.</param>
internal sealed record TrackedReply(string PublicText, string? Department, DateTimeOffset RepliedAt, IReadOnlyList<TrackedItem> Items);
/// <param name="Answer">Absent when the reply as a whole answers it.</param>
internal sealed record TrackedItem(string Request, string? Answer);
internal sealed record TrackedStep(DateTimeOffset At, string Text);
internal sealed record TrackedQuestion(string Question, DateTimeOffset Until);
/// <param name="Due">The new date.</param>
internal sealed record TrackedExtension(DateTimeOffset GrantedAt, DateTimeOffset Due, string Reason);
internal sealed record TrackedMilestone(DateOnly At, string Text);
internal sealed record TrackedProgress(DateTimeOffset At, string Text);
/// <summary>A matter that takes long: why, the steps, how far it has come.</summary>
internal sealed record TrackedLongTerm(string Reason, DateTimeOffset Until, IReadOnlyList<TrackedMilestone> Milestones, IReadOnlyList<TrackedProgress> Progress);
/// <summary>What the department wrote through the centre to a resident it does not know.</summary>
internal sealed record TrackedMessage(DateTimeOffset At, string? Department, string Text);

/// <summary>Somebody read the resident's own data in clear: which unit, in what role, what and why. No name of the staff.</summary>
internal sealed record TrackedAccess(DateTimeOffset At, string Unit, string? Role, string What, string Reason);

internal sealed record TrackedRating(bool? Solved, Satisfaction Satisfaction, string? Comment);

/// <summary>What the resident sees: who has it, both clocks, the history in plain words. Never an inner note, never a name of the staff.</summary>
internal sealed record TrackedTicket
{
    public required string Number { get; init; }
    public required TicketState State { get; init; }
    /// <summary>The state in plain words of the reader's language.</summary>
    public required string StateText { get; init; }
    public required string Subject { get; init; }
    public required Channel Channel { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    /// <summary>Who has it now.</summary>
    public required string Holder { get; init; }
    public DateTimeOffset? ResidentDueAt { get; init; }
    public DeadlineLight? ResidentLight { get; init; }
    public DateTimeOffset? DepartmentDueAt { get; init; }
    public DeadlineLight? DepartmentLight { get; init; }
    /// <summary>What the resident is asked; absent unless the ticket waits for the answer.</summary>
    public TrackedQuestion? Question { get; init; }
    public required IReadOnlyList<TrackedExtension> Extensions { get; init; }
    public TrackedLongTerm? LongTerm { get; init; }
    public required IReadOnlyList<TrackedStep> History { get; init; }
    public TrackedReply? Reply { get; init; }
    public required bool CanRate { get; init; }
    public required bool CanUrge { get; init; }
    public required bool CanSupplement { get; init; }
    public required bool CanWithdraw { get; init; }
    /// <summary>Closed no longer than 30 days ago: new facts open it again.</summary>
    public required bool CanReopen { get; init; }
    /// <summary>Why the review of a dissatisfaction changed nothing.</summary>
    public string? LawfulReasons { get; init; }
    public TrackedRating? Rating { get; init; }
    /// <summary>Words the department sent through the centre; answered by a supplement.</summary>
    public required IReadOnlyList<TrackedMessage> Messages { get; init; }
    /// <summary>Who looked at my case, newest first.</summary>
    public required IReadOnlyList<TrackedAccess> Access { get; init; }
}

/// <summary>Finds a ticket for its resident: a wrong code and an unknown number get the same answer, and trying is limited.</summary>
internal sealed class ResidentTickets(HotlineDb db, PersonalData personal, CodeAttempts attempts)
{
    public static readonly Error NotFound = Error.NotFound("public");

    public Task<Result<Ticket>> Find(string? number, string? code, string address, CancellationToken ct) =>
        Find(number, address, expected => QueryCode.Matches(expected, code), ct);

    /// <summary>On the phone a letter is the key that carries it.</summary>
    public Task<Result<Ticket>> FindByKeypad(string? number, string? digits, string caller, CancellationToken ct) =>
        Find(number, caller, expected => QueryCode.MatchesKeypad(expected, digits), ct);

    private async Task<Result<Ticket>> Find(string? number, string address, Func<string, bool> matches, CancellationToken ct)
    {
        var known = TicketNumber.TryParse(number, out var parsed) ? parsed.ToString() : null;
        var key = $"{address}|{known ?? Typed(number)}";
        if (attempts.TooMany(key) is { } wait)
            return new Error(ErrorKind.TooMany, "rate.limited") { Extensions = new Dictionary<string, object?> { ["retryAfter"] = (int)wait.TotalSeconds } };
        var ticket = known is null ? null : await db.Tickets.Include(t => t.Deadlines).Include(t => t.Ratings).AsSplitQuery().SingleOrDefaultAsync(t => t.Number == known, ct);
        // The code of a ticket that does not exist is computed all the same, so that time tells nothing.
        if (matches(QueryCode.Derive(personal.QueryCodeKey, ticket?.Id ?? Guid.Empty)) && ticket is not null) return ticket;
        attempts.Failed(key);
        return NotFound;
    }

    /// <summary>What is no number is counted by itself, so that one typing error does not stand for another.</summary>
    private static string Typed(string? number) => number is null ? "" : number.Length <= 40 ? number : number[..40];
}

/// <summary>Counts wrong query codes: five in fifteen minutes per address and number. What is counted has a bound, whatever is typed.</summary>
internal sealed class CodeAttempts(TimeProvider clock)
{
    private const int Most = 5;
    private const int MostKeys = 50_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);
    private readonly Dictionary<string, List<DateTimeOffset>> _failures = [];

    /// <summary>How long to wait; null when another try is allowed.</summary>
    public TimeSpan? TooMany(string key)
    {
        lock (_failures)
        {
            Forget(key);
            return _failures.TryGetValue(key, out var recent) && recent.Count >= Most ? recent[0] + Window - clock.GetUtcNow() : null;
        }
    }

    public void Failed(string key)
    {
        lock (_failures)
        {
            // Full: the half that failed longest ago goes, the expired first of all.
            if (_failures.Count >= MostKeys && !_failures.ContainsKey(key))
                foreach (var old in _failures.OrderBy(f => f.Value[^1]).Take(MostKeys / 2).Select(f => f.Key).ToList()) _failures.Remove(old);
            Forget(key);
            if (!_failures.TryGetValue(key, out var recent)) _failures[key] = recent = [];
            recent.Add(clock.GetUtcNow());
        }
    }

    /// <summary>How many pairs of address and number are being counted.</summary>
    public int Counted { get { lock (_failures) return _failures.Count; } }

    private void Forget(string key)
    {
        if (!_failures.TryGetValue(key, out var recent)) return;
        recent.RemoveAll(at => clock.GetUtcNow() - at >= Window);
        if (recent.Count == 0) _failures.Remove(key);
    }
}

internal sealed class TrackTicketHandler(ResidentTickets residents, TrackedTicketReader reader) : IHandler<TrackTicket, TrackedTicket>
{
    public async Task<Result<TrackedTicket>> Handle(TrackTicket request, CancellationToken ct)
    {
        var found = await residents.Find(request.Number, request.Code, request.Address, ct);
        return found.Error is { } error ? error : await reader.View(found.Value!, ct);
    }
}

/// <summary>Puts a ticket into words a resident understands.</summary>
internal sealed class TrackedTicketReader(HotlineDb db, City city, TimeProvider clock)
{
    private const int MostAccesses = 100;

    private static bool English => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    public async Task<TrackedTicket> View(Ticket own, CancellationToken ct)
    {
        // A merged matter is handled as its master; number, rating and privacy stay the resident's own.
        var t = own.MasterId is { } id ? await db.Tickets.AsNoTracking().Include(x => x.Deadlines).SingleAsync(x => x.Id == id, ct) : own;
        var history = await History(own, t, ct);
        var answered = t.State is TicketState.Evaluation or TicketState.DissatisfactionReview or TicketState.Closed or TicketState.Archived or TicketState.Answered or TicketState.Redirected;
        // While a further round is worked on, the answer of the round before stays readable; a draft is nobody's to read.
        var latest = answered ? t.Round : t.Round - 1;
        var reply = await db.Replies.AsNoTracking().Where(r => r.TicketId == t.Id && r.Round <= latest).OrderByDescending(r => r.RepliedAt).FirstOrDefaultAsync(ct);
        var finished = t.State is TicketState.Closed or TicketState.Archived;
        var rating = own.Ratings.MaxBy(r => r.At);
        var question = t.State == TicketState.WaitingForResident ? await db.Questions.AsNoTracking().Where(q => q.TicketId == t.Id).OrderByDescending(q => q.Id).FirstOrDefaultAsync(ct) : null;
        var extensions = await db.Extensions.AsNoTracking().Where(e => e.TicketId == t.Id && e.Decision == RequestDecision.Approved).OrderBy(e => e.Id).ToListAsync(ct);
        var read = await db.AccessLog.AsNoTracking().Where(a => a.TicketId == own.Id).OrderByDescending(a => a.Id).Take(MostAccesses).ToListAsync(ct);
        var now = clock.GetUtcNow();
        return new TrackedTicket
        {
            Number = own.Number, State = own.State, StateText = PlainWords.State(own.State, English), Subject = own.Subject, Channel = own.Channel, ReceivedAt = own.ReceivedAt, Holder = Holder(t),
            ResidentDueAt = own.ResidentDueAt ?? t.ResidentDueAt, ResidentLight = Light(own.Deadlines.Find(d => d.Clock == Clock.Resident) ?? t.Deadlines.Find(d => d.Clock == Clock.Resident)),
            DepartmentDueAt = finished ? null : t.DepartmentDueAt, DepartmentLight = finished ? null : Light(t.Deadlines.Where(d => d.Clock == Clock.Department && d.Running).MinBy(d => (d.PausedAt is not null, d.DueAt))),
            Question = question is null ? null : new TrackedQuestion(question.Question, question.Until),
            Extensions = extensions.ConvertAll(e => new TrackedExtension(e.DecidedAt!.Value, e.DueAfter!.Value, e.Reason)), LongTerm = await LongTerm(t, ct),
            History = [.. history.Select(h => (h.At, Text: PlainWords.Step(h.Action, h.To, DepartmentName(h.Department), h.Outcome, English))).Where(h => h.Text is not null).Select(h => new TrackedStep(h.At, h.Text!))],
            Reply = reply is null ? null : new TrackedReply(reply.PublicText, DepartmentName(reply.Department), reply.RepliedAt,
                [.. own.MasterId is null ? t.RequestItems.Select(i => new TrackedItem(i.Text, reply.ItemAnswers.FirstOrDefault(a => a.N == i.N)?.Text)) : []]),
            CanRate = (own.State is TicketState.Evaluation or TicketState.Closed or TicketState.Answered or TicketState.Redirected || own.State == TicketState.Merged && answered) && !own.Ratings.Exists(r => r.Round == own.Round),
            CanUrge = own.IsOpen && own.State != TicketState.Evaluation && !(own.UrgedAt is { } urged && now - urged < TimeSpan.FromHours(24)),
            CanSupplement = own.IsOpen, CanWithdraw = TicketLifecycle.From(own.State, TicketAction.Withdraw).Any(r => r.Who.Contains(Role.Resident)),
            CanReopen = own.State == TicketState.Closed && own.MasterId is null && own.ClosedAt is { } closed && now - closed <= Ticket.ReopenWindow, LawfulReasons = own.LawfulReasons,
            Rating = rating is null ? null : new TrackedRating(rating.IsSolved, rating.Satisfaction, rating.Comment),
            Messages = [.. history.Where(h => h.TicketId == own.Id && h.Action == "Relay").Select(h => new TrackedMessage(h.At, DepartmentName(h.Department), h.Note ?? ""))],
            Access = read.ConvertAll(a => new TrackedAccess(a.At, DepartmentName(a.Department) ?? Centre, PlainWords.Role(a.Role, English), PlainWords.PersonalReading(a.What, English), Redactor.Redact(a.Reason).Text)),
        };
        DeadlineLight? Light(TicketDeadline? d) => d?.LightAt(now);
    }

    /// <summary>Shown from the confirmation on, also after work has gone on.</summary>
    private async Task<TrackedLongTerm?> LongTerm(Ticket t, CancellationToken ct)
    {
        if (await db.LongTermListings.AsNoTracking().Where(l => l.TicketId == t.Id && l.Decision == RequestDecision.Approved).OrderByDescending(l => l.Id).FirstOrDefaultAsync(ct) is not { } listing) return null;
        var progress = await db.ProgressNotes.AsNoTracking().Where(p => p.TicketId == t.Id).OrderBy(p => p.Id).ToListAsync(ct);
        return new TrackedLongTerm(listing.Reason, listing.Until, [.. TicketDisputes.MilestonesOf(listing).Select(m => new TrackedMilestone(m.At, m.Text))], progress.ConvertAll(p => new TrackedProgress(p.At, p.Text)));
    }

    /// <summary>A member's own steps, and from the merge on what the centre and the department did for all; never what another resident did.</summary>
    private async Task<List<HistoryEntry>> History(Ticket own, Ticket master, CancellationToken ct)
    {
        var steps = await db.History.AsNoTracking().Where(h => h.TicketId == own.Id).OrderBy(h => h.Sequence).ToListAsync(ct);
        if (master.Id == own.Id || steps.FindLast(h => h.Action == nameof(TicketAction.Merge)) is not { } merge) return [.. steps.OrderBy(h => h.At).ThenBy(h => h.Sequence)];
        var joint = await db.History.AsNoTracking().Where(h => h.TicketId == master.Id && h.At >= merge.At && h.Actor != Actor.Resident.UserName && h.Action != "FirstContact" && h.Action != nameof(TicketAction.Close)).ToListAsync(ct);
        return [.. steps.Concat(joint).OrderBy(h => h.At).ThenBy(h => h.Sequence)];
    }

    private string Holder(Ticket t) => t.State is TicketState.Dispatched or TicketState.Handling or TicketState.WaitingForResident or TicketState.Replied or TicketState.LongTerm && DepartmentName(t.LeadDepartment) is { } department
        ? department : Centre;

    private string Centre => English ? $"{city.NameEn} 12345 centre" : $"{city.Name}12345热线中心";

    private string? DepartmentName(string? code) => city.Department(code) is { } d ? English ? d.NameEn : d.Name : null;
}
