using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hotline.Api.Data.Mappings;

internal sealed class TicketMap : IEntityTypeConfiguration<Ticket>
{
    public void Configure(EntityTypeBuilder<Ticket> t)
    {
        t.ToTable("ticket").HasKey(x => x.Id);
        t.Property(x => x.Id).ValueGeneratedNever();
        t.Property(x => x.Number).HasMaxLength(24);
        t.Property(x => x.Version).IsConcurrencyToken();
        t.HasIndex(x => x.Number).IsUnique().HasDatabaseName("ix_ticket_number");
        // Keyset pages: a state's newest, a department's newest, all newest (ids are time ordered).
        t.HasIndex(x => new { x.State, x.ReceivedAt, x.Id }).HasDatabaseName("ix_ticket_state_received");
        t.HasIndex(x => new { x.LeadDepartment, x.State, x.ReceivedAt, x.Id }).HasDatabaseName("ix_ticket_department_state_received");
        t.HasIndex(x => new { x.ReceivedAt, x.Id }).HasDatabaseName("ix_ticket_received");
        t.HasIndex(x => new { x.State, x.Priority, x.ReceivedAt, x.Id }).HasDatabaseName("ix_ticket_queue");
        t.HasIndex(x => x.ResidentId).HasDatabaseName("ix_ticket_resident");
        t.HasIndex(x => x.MasterId).HasDatabaseName("ix_ticket_master");
        t.HasIndex(x => x.DepartmentDueAt).HasDatabaseName("ix_ticket_department_due").HasFilter("department_due_at IS NOT NULL");
        t.HasIndex(x => x.ResidentDueAt).HasDatabaseName("ix_ticket_resident_due").HasFilter("resident_due_at IS NOT NULL");
        t.HasIndex(x => x.Id, "ix_ticket_unsuggested").HasFilter("suggested_at IS NULL");
        t.HasIndex(x => x.Id, "ix_ticket_unadvised").HasFilter("suggested_at IS NOT NULL AND model_version IS NULL AND suggested_category IS NULL AND state IN ('Received', 'Accepted')");
        // The desk of the hard cases and the end of a wait.
        t.HasIndex(x => x.WaitsUntil).HasDatabaseName("ix_ticket_waits_until").HasFilter("waits_until IS NOT NULL");
        t.HasIndex(x => x.PendingReturnId).HasDatabaseName("ix_ticket_pending_return").HasFilter("pending_return_id IS NOT NULL");
        t.HasIndex(x => x.PendingExtensionId).HasDatabaseName("ix_ticket_pending_extension").HasFilter("pending_extension_id IS NOT NULL");
        t.HasIndex(x => x.PendingLongTermId).HasDatabaseName("ix_ticket_pending_long_term").HasFilter("pending_long_term_id IS NOT NULL");
        t.HasIndex(x => x.Id, "ix_ticket_in_coordination").HasFilter("in_coordination");
        t.HasIndex(x => x.ClosedAt, "ix_ticket_retention").HasFilter("closed_at IS NOT NULL AND anonymised_at IS NULL");
        t.HasIndex(x => x.HeldAt).HasDatabaseName("ix_ticket_held").HasFilter("held_at IS NOT NULL");
        t.HasMany(x => x.Deadlines).WithOne().HasForeignKey(x => x.TicketId);
        t.HasMany(x => x.Replies).WithOne().HasForeignKey(x => x.TicketId);
        t.HasMany(x => x.Ratings).WithOne().HasForeignKey(x => x.TicketId);
        t.HasMany(x => x.FollowUps).WithOne().HasForeignKey(x => x.TicketId);
        t.HasMany(x => x.SubTasks).WithOne().HasForeignKey(x => x.TicketId);
        t.HasIndex(x => x.ClosedAt, "ix_ticket_closed").HasFilter("closed_at IS NOT NULL");
        t.Ignore(x => x.NewHistory).Ignore(x => x.NewEvents).Ignore(x => x.IsOpen).Ignore(x => x.CanBePublished).Ignore(x => x.SomebodyToAsk)
            .Ignore(x => x.MissingParts).Ignore(x => x.RequestItems).Ignore(x => x.HeadCount).Ignore(x => x.ContactProven).Ignore(x => x.NeedsSupervision);
    }
}

internal sealed class HistoryEntryMap : IEntityTypeConfiguration<HistoryEntry>
{
    public void Configure(EntityTypeBuilder<HistoryEntry> h)
    {
        h.ToTable("ticket_history").HasKey(x => x.Id);
        h.Property(x => x.Id).ValueGeneratedNever();
        h.HasIndex(x => new { x.TicketId, x.Sequence }).IsUnique().HasDatabaseName("ix_ticket_history_ticket");
    }
}

internal sealed class TicketDeadlineMap : IEntityTypeConfiguration<TicketDeadline>
{
    public void Configure(EntityTypeBuilder<TicketDeadline> d)
    {
        d.ToTable("ticket_deadline").HasKey(x => x.Id);
        d.Property(x => x.Id).ValueGeneratedNever();
        d.Ignore(x => x.Running);
        d.HasIndex(x => x.TicketId).HasDatabaseName("ix_ticket_deadline_ticket");
        // The sweep's and the recount's: only deadlines that run are in it.
        d.HasIndex(x => x.NextAlarmAt).HasDatabaseName("ix_ticket_deadline_alarm").HasFilter("next_alarm_at IS NOT NULL");
        d.HasIndex(x => x.DueAt, "ix_ticket_deadline_due").HasFilter("met_at IS NULL");
        d.HasIndex(x => x.WarnAt).HasDatabaseName("ix_ticket_deadline_warn").HasFilter("met_at IS NULL");
        d.HasIndex(x => x.DueAt, "ix_ticket_deadline_signing").HasFilter("step = 'Sign' AND met_at IS NULL");
    }
}

internal sealed class TicketReplyMap : IEntityTypeConfiguration<TicketReply>
{
    public void Configure(EntityTypeBuilder<TicketReply> r)
    {
        r.ToTable("ticket_reply").HasKey(x => x.Id);
        r.Property(x => x.Id).ValueGeneratedNever();
        r.Ignore(x => x.ItemAnswers);
        r.HasIndex(x => x.TicketId).HasDatabaseName("ix_ticket_reply_ticket");
        r.HasIndex(x => new { x.Department, x.RepliedAt }).HasDatabaseName("ix_ticket_reply_department");
    }
}

internal sealed class TicketRatingMap : IEntityTypeConfiguration<TicketRating>
{
    public void Configure(EntityTypeBuilder<TicketRating> r)
    {
        r.ToTable("ticket_rating").HasKey(x => x.Id);
        r.Property(x => x.Id).ValueGeneratedNever();
        r.HasIndex(x => new { x.TicketId, x.Round }).IsUnique().HasDatabaseName("ix_ticket_rating_ticket");
    }
}

internal sealed class TicketSupplementMap : IEntityTypeConfiguration<TicketSupplement>
{
    public void Configure(EntityTypeBuilder<TicketSupplement> s)
    {
        s.ToTable("ticket_supplement").HasKey(x => x.Id);
        s.Property(x => x.Id).ValueGeneratedNever();
        s.HasIndex(x => x.TicketId).HasDatabaseName("ix_ticket_supplement_ticket");
    }
}

internal sealed class TicketSuggestionMap : IEntityTypeConfiguration<TicketSuggestion>
{
    public void Configure(EntityTypeBuilder<TicketSuggestion> s)
    {
        s.ToTable("ticket_suggestion").HasKey(x => x.Id);
        s.Property(x => x.Id).ValueGeneratedNever();
        s.HasIndex(x => new { x.TicketId, x.Rank }).IsUnique().HasDatabaseName("ix_ticket_suggestion_ticket");
    }
}
