using System.Text.RegularExpressions;
using Hotline.Api.Messaging;
using Hotline.Domain;
using Hotline.Domain.Calls;
using Hotline.Domain.Departments;
using Hotline.Domain.Distribution;
using Hotline.Domain.Publishing;
using Hotline.Domain.Records;
using Hotline.Domain.Supervision;
using Hotline.Domain.Tickets;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Hotline.Api.Data;

/// <summary>
/// The one database. A save is one transaction: state, history and events together, or nothing.
/// The same model serves SQLite and PostgreSQL; the schema itself is numbered SQL (see <see cref="SchemaMigrator"/>).
/// </summary>
internal sealed partial class HotlineDb(DbContextOptions<HotlineDb> options, WriteGate gate, EventSignal signal, City? city = null) : IdentityUserContext<StaffMember, Guid>(options)
{
    private Statements? _statements;
    private readonly List<Func<CancellationToken, Task>> _statementsOfSave = [];
    private bool _noticeAdded;
    private readonly List<(string Kind, string Topic, string Entity, Guid Id, int Version, DateTimeOffset At, string Audience)> _facts = [];

    public DbSet<Ticket> Tickets => Set<Ticket>();
    public DbSet<HistoryEntry> History => Set<HistoryEntry>();
    public DbSet<TicketDeadline> Deadlines => Set<TicketDeadline>();
    public DbSet<TicketReply> Replies => Set<TicketReply>();
    public DbSet<TicketRating> Ratings => Set<TicketRating>();
    public DbSet<SubTask> SubTasks => Set<SubTask>();
    public DbSet<TicketSupplement> Supplements => Set<TicketSupplement>();
    public DbSet<TicketSuggestion> Suggestions => Set<TicketSuggestion>();
    public DbSet<Publication> Publications => Set<Publication>();
    public DbSet<Resident> Residents => Set<Resident>();
    public DbSet<StoredMessage> Messages => Set<StoredMessage>();
    public DbSet<Attachment> Attachments => Set<Attachment>();
    public DbSet<OutgoingNotice> Outgoing => Set<OutgoingNotice>();
    public DbSet<EarlyReport> EarlyReports => Set<EarlyReport>();
    public DbSet<OptOut> OptOuts => Set<OptOut>();
    public DbSet<MentionAccount> MentionAccounts => Set<MentionAccount>();
    public DbSet<ProviderCalls> ProviderCalls => Set<ProviderCalls>();
    public DbSet<MicroblogThread> MicroblogThreads => Set<MicroblogThread>();
    public DbSet<MailboxCursor> Mailboxes => Set<MailboxCursor>();
    public DbSet<Draft> Drafts => Set<Draft>();
    public DbSet<EventRow> Events => Set<EventRow>();
    public DbSet<DailyRoot> DailyRoots => Set<DailyRoot>();
    public DbSet<Call> Calls => Set<Call>();
    public DbSet<CallEvent> CallEvents => Set<CallEvent>();
    public DbSet<PhoneCall> PhoneCalls => Set<PhoneCall>();
    public DbSet<PhoneLeg> PhoneLegs => Set<PhoneLeg>();
    public DbSet<PhoneTask> PhoneTasks => Set<PhoneTask>();
    public DbSet<PhoneRecording> PhoneRecordings => Set<PhoneRecording>();
    public DbSet<Seat> Seats => Set<Seat>();
    public DbSet<LineEntry> LineEntries => Set<LineEntry>();
    public DbSet<AgentSkill> AgentSkills => Set<AgentSkill>();
    public DbSet<AccessEntry> AccessLog => Set<AccessEntry>();
    public DbSet<IdempotencyKey> IdempotencyKeys => Set<IdempotencyKey>();
    public DbSet<Topic> Topics => Set<Topic>();
    public DbSet<TopicTicket> TopicTickets => Set<TopicTicket>();
    public DbSet<StaffDelegation> Delegations => Set<StaffDelegation>();
    public DbSet<DutyShift> DutyShifts => Set<DutyShift>();
    public DbSet<CityDocument> CityDocuments => Set<CityDocument>();
    public DbSet<DeadlineWarning> Warnings => Set<DeadlineWarning>();
    public DbSet<Setting> Settings => Set<Setting>();
    public DbSet<LabelledExample> Examples => Set<LabelledExample>();
    public DbSet<ClassifierModel> Models => Set<ClassifierModel>();
    public DbSet<ShadowTally> ShadowTallies => Set<ShadowTally>();
    public DbSet<ReturnRequest> Returns => Set<ReturnRequest>();
    public DbSet<ExtensionRequest> Extensions => Set<ExtensionRequest>();
    public DbSet<ResidentQuestion> Questions => Set<ResidentQuestion>();
    public DbSet<LongTermListing> LongTermListings => Set<LongTermListing>();
    public DbSet<ProgressNote> ProgressNotes => Set<ProgressNote>();
    public DbSet<Precedent> Precedents => Set<Precedent>();
    public DbSet<Gap> Gaps => Set<Gap>();
    public DbSet<GapTicket> GapTickets => Set<GapTicket>();
    public DbSet<LadderEntry> LadderEntries => Set<LadderEntry>();
    public DbSet<SupervisionOrder> SupervisionOrders => Set<SupervisionOrder>();
    public DbSet<LeaderInstruction> Instructions => Set<LeaderInstruction>();
    public DbSet<FollowUp> FollowUps => Set<FollowUp>();
    public DbSet<InspectionFlag> Flags => Set<InspectionFlag>();
    public DbSet<TicketFact> Facts => Set<TicketFact>();
    public DbSet<AppraisalTotal> AppraisalTotals => Set<AppraisalTotal>();
    public DbSet<AppraisalExclusion> Exclusions => Set<AppraisalExclusion>();
    public DbSet<WebhookSubscription> Subscriptions => Set<WebhookSubscription>();
    public DbSet<WebhookDelivery> Deliveries => Set<WebhookDelivery>();
    public DbSet<FileImport> Imports => Set<FileImport>();
    public DbSet<FileImportRow> ImportRows => Set<FileImportRow>();
    public DbSet<Reconciliation> Reconciliations => Set<Reconciliation>();
    public DbSet<RelayCall> RelayCalls => Set<RelayCall>();

    public bool IsSqlite { get; } = options.Extensions.Any(e => e.GetType().Name.StartsWith("Sqlite", StringComparison.Ordinal));

    /// <summary>Prepared SQL beside the model.</summary>
    public Statements Statements => _statements ??= new Statements(this);

    /// <summary>Adds a fact that is not a ticket's own (a quarantined message, an undelivered notice, a call) to the log of this save.</summary>
    /// <param name="audience">Who may hear of it besides the centre: departments, comma separated; of a call, its extensions alone.</param>
    /// <param name="version">The entity's own version; 0 for what has none.</param>
    public void Emit(string kind, string topic, string entity, Guid id, DateTimeOffset at, string? audience = null, int version = 0) => _facts.Add((kind, topic, entity, id, version, at, audience ?? ""));

    /// <summary>Adds a statement of its own, such as a search row, to the transaction of the next save.</summary>
    public void Also(Func<CancellationToken, Task> statement) => _statementsOfSave.Add(statement);

    /// <inheritdoc />
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken ct = default)
    {
        if (Database.CurrentTransaction is null) return await Write(() => SaveChangesAsync(acceptAllChangesOnSuccess, ct), ct);
        var news = CollectNews();
        // The tickets go first: their versions tell when somebody else was faster, before their history could say the same in its own way.
        var written = await base.SaveChangesAsync(acceptAllChangesOnSuccess, ct);
        await BulkInsert.Insert(this, news, ct);
        foreach (var statement in _statementsOfSave) await statement(ct);
        _statementsOfSave.Clear();
        if (city is not null) await AppraisalBook.Keep(this, city, news, ct);   // null where only the schema is looked at
        return written;
    }

    /// <summary>
    /// One transaction, in turn. Its events are numbered last, so that the counter's row is held no longer than the commit
    /// takes and whoever holds it waits for nobody.
    /// </summary>
    public async Task<T> Write<T>(Func<Task<T>> work, CancellationToken ct = default)
    {
        try
        {
            using var turn = await gate.Enter(this, ct);
            Database.AutoSavepointsEnabled = false;   // nothing goes on after a save that failed: the whole transaction goes with it
            await using var transaction = await Database.BeginTransactionAsync(ct);
            var result = await work();
            var events = await NumberEvents(ct);
            await BulkInsert.Insert(this, events, ct);
            await transaction.CommitAsync(CancellationToken.None);   // all is written: a caller who leaves now has been heard
            if (events.Count > 0 || _noticeAdded) signal.Raise();
            return result;
        }
        finally
        {
            // Also after a failure: whoever tries again loads anew, and the second try has facts of its own.
            _facts.Clear();
            _statementsOfSave.Clear();
            _noticeAdded = false;
        }
    }

    /// <summary>Keeps a setting's value, whichever node or request was there first; in the open transaction when there is one.</summary>
    public async Task Keep(string key, string value, CancellationToken ct = default)
    {
        Task<int> Put() => Database.ExecuteSqlAsync($"INSERT INTO setting (key, value) VALUES ({key}, {value}) ON CONFLICT (key) DO UPDATE SET value = excluded.value", ct);
        _ = Database.CurrentTransaction is null ? await Write(Put, ct) : await Put();
    }

    /// <summary>Writes new messages and tickets with their history inside the open transaction, past the change tracker.</summary>
    public async Task InsertReceived(IReadOnlyList<StoredMessage> messages, IReadOnlyList<Ticket> tickets, CancellationToken ct = default)
    {
        var history = tickets.SelectMany(TakeNews).ToList(); // counts the tickets' versions up before they are written
        await BulkInsert.Insert(this, messages, ct);
        await BulkInsert.Insert(this, tickets, ct);
        await BulkInsert.Insert(this, history, ct);
    }

    /// <inheritdoc />
    public override ValueTask DisposeAsync()
    {
        _statements?.Dispose();
        return base.DisposeAsync();
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _statements?.Dispose();
        base.Dispose();
    }

    /// <summary>Counts the versions of the changed tickets up, notes their events and gives back the history to write.</summary>
    private List<HistoryEntry> CollectNews()
    {
        var news = new List<HistoryEntry>();
        foreach (var entry in ChangeTracker.Entries<Ticket>().ToList())
        {
            var ticket = entry.Entity;
            if (ticket.NewHistory.Count == 0 && entry.State == EntityState.Unchanged) continue;
            news.AddRange(TakeNews(ticket));
        }
        foreach (var entry in ChangeTracker.Entries<IVersioned>().Where(e => e.State == EntityState.Modified)) entry.Entity.Version++;
        _noticeAdded |= ChangeTracker.Entries<OutgoingNotice>().Any(e => e.State == EntityState.Added);
        return news;
    }

    /// <summary>Counts the version up, turns the events into facts of this save and gives back the history to write.</summary>
    private List<HistoryEntry> TakeNews(Ticket ticket)
    {
        ticket.Version++;
        foreach (var news in ticket.NewEvents)
        {
            var audience = string.Join(',', new[] { news.Department, news.AlsoFor }.OfType<string>().Distinct());
            _facts.Add((news.Kind, "ticket", nameof(Ticket), news.TicketId, ticket.Version, news.At, audience));
        }
        List<HistoryEntry> history = [.. ticket.NewHistory];
        ticket.ClearNews();
        return history;
    }

    /// <summary>
    /// Gives the events of this transaction the next numbers of the log. The counter row stays locked until the commit,
    /// so numbers have no gaps and become visible in their own order, also under concurrent commits on PostgreSQL.
    /// </summary>
    private async Task<List<EventRow>> NumberEvents(CancellationToken ct)
    {
        if (_facts.Count == 0) return [];
        var last = await Statements.Number("UPDATE event_counter SET last = last + $1 WHERE id = 1 RETURNING last", ct, _facts.Count);
        var seq = last - _facts.Count;
        return _facts.ConvertAll(f => new EventRow { Seq = ++seq, Kind = f.Kind, Topic = f.Topic, Entity = f.Entity, EntityId = f.Id, Version = f.Version, At = f.At, Audience = f.Audience });
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configuration)
    {
        configuration.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
        if (IsSqlite) configuration.Properties<DateTimeOffset>().HaveConversion<UtcText>();
        else configuration.Properties<DateTimeOffset>().HaveConversion<UtcInstant>();
    }

    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        model.ApplyConfigurationsFromAssembly(typeof(HotlineDb).Assembly);
        foreach (var entity in model.Model.GetEntityTypes())
            foreach (var property in entity.GetProperties())
                property.SetColumnName(SnakeCase(property.Name));
    }

    /// <summary>2026-02-27T15:59:59.0000000Z</summary>
    public static string SqliteInstant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>SuggestedAt becomes suggested_at.</summary>
    public static string SnakeCase(string name) => WordStart().Replace(name, "_$1").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])([A-Z])")]
    private static partial Regex WordStart();

    /// <summary>SQLite has no instant type: fixed-width ISO text in UTC sorts as time does.</summary>
    private sealed class UtcText() : ValueConverter<DateTimeOffset, string>(
        v => SqliteInstant(v),
        v => DateTimeOffset.Parse(v, System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Npgsql takes UTC only.</summary>
    private sealed class UtcInstant() : ValueConverter<DateTimeOffset, DateTimeOffset>(v => v.ToUniversalTime(), v => v);
}
