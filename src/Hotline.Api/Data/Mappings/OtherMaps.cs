using Hotline.Domain.Calls;
using Hotline.Domain.Publishing;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hotline.Api.Data.Mappings;

internal sealed class PublicationMap : IEntityTypeConfiguration<Publication>
{
    public void Configure(EntityTypeBuilder<Publication> p)
    {
        p.ToTable("publication").HasKey(x => x.Id);
        p.Property(x => x.Id).ValueGeneratedNever();
        p.Property(x => x.Version).IsConcurrencyToken();
        p.HasIndex(x => x.TicketId).IsUnique().HasDatabaseName("ix_publication_ticket");
        p.HasIndex(x => new { x.State, x.PublishedAt, x.Id }).HasDatabaseName("ix_publication_state");
    }
}

internal sealed class ResidentMap : IEntityTypeConfiguration<Resident>
{
    public void Configure(EntityTypeBuilder<Resident> r)
    {
        r.ToTable("resident").HasKey(x => x.Id);
        r.Property(x => x.Id).ValueGeneratedNever();
        r.HasIndex(x => x.ContactIndex).IsUnique().HasDatabaseName("ix_resident_contact");
    }
}

internal sealed class StoredMessageMap : IEntityTypeConfiguration<StoredMessage>
{
    public void Configure(EntityTypeBuilder<StoredMessage> m)
    {
        m.ToTable("incoming_message").HasKey(x => x.Id);
        m.Property(x => x.Id).ValueGeneratedNever();
        m.Property(x => x.Version).IsConcurrencyToken();
        m.HasIndex(x => new { x.ChannelAccount, x.ProviderId }).IsUnique().HasDatabaseName("ix_incoming_message_provider");
        // A ticket has its message's id, but for one that came out of quarantine.
        m.HasIndex(x => x.TicketId).HasDatabaseName("ix_incoming_message_released").HasFilter("ticket_id <> id");
        m.HasIndex(x => new { x.Channel, x.Id }).HasDatabaseName("ix_incoming_message_channel");
        m.HasIndex(x => x.Id, "ix_incoming_message_quarantined").HasFilter("state = 'Quarantined'");
        m.HasIndex(x => x.Id, "ix_incoming_message_set_aside").HasFilter("state = 'SetAside'");
        m.HasIndex(x => x.Id, "ix_incoming_message_unclaimed").HasFilter("ticket_id IS NULL");
    }
}

internal sealed class AttachmentMap : IEntityTypeConfiguration<Attachment>
{
    public void Configure(EntityTypeBuilder<Attachment> a)
    {
        a.ToTable("attachment").HasKey(x => x.Id);
        a.Property(x => x.Id).ValueGeneratedNever();
        a.Ignore(x => x.FromResident);
        a.HasIndex(x => x.TicketId).HasDatabaseName("ix_attachment_ticket");
        a.HasIndex(x => x.Id).HasDatabaseName("ix_attachment_fetching").HasFilter("state = 'Fetching'");
        a.HasIndex(x => x.AddedAt).HasDatabaseName("ix_attachment_recording").HasFilter("kind = 'Recording'");
    }
}

internal sealed class OutgoingNoticeMap : IEntityTypeConfiguration<OutgoingNotice>
{
    public void Configure(EntityTypeBuilder<OutgoingNotice> o)
    {
        o.ToTable("outgoing_notice").HasKey(x => x.Id);
        o.Property(x => x.Id).ValueGeneratedNever();
        // An attempt is written down before it is made: of two nodes that take the same notice, one is refused here.
        o.Property(x => x.Attempts).IsConcurrencyToken();
        // Of two reports that come at once the one that is further along stays.
        o.Property(x => x.Delivery).IsConcurrencyToken();
        // A report of delivery may come while the sender still writes down that it was sent: the later state wins.
        o.Property(x => x.State).IsConcurrencyToken();
        o.HasIndex(x => new { x.State, x.NextAttemptAt }).HasDatabaseName("ix_outgoing_notice_state");
        o.HasIndex(x => x.TicketId).HasDatabaseName("ix_outgoing_notice_ticket");
        o.HasIndex(x => x.ProviderId).HasDatabaseName("ix_outgoing_notice_provider").HasFilter("provider_id IS NOT NULL");
        o.HasIndex(x => new { x.ContactIndex, x.CreatedAt }).HasDatabaseName("ix_outgoing_notice_contact").HasFilter("contact_index IS NOT NULL");
    }
}

internal sealed class EarlyReportMap : IEntityTypeConfiguration<EarlyReport>, IEntityTypeConfiguration<OptOut>
{
    public void Configure(EntityTypeBuilder<EarlyReport> r)
    {
        r.ToTable("delivery_report").HasKey(x => new { x.Provider, x.ProviderId });
    }

    public void Configure(EntityTypeBuilder<OptOut> o)
    {
        o.ToTable("opt_out").HasKey(x => new { x.ContactIndex, x.Purpose });
    }
}

internal sealed class MailboxCursorMap : IEntityTypeConfiguration<MailboxCursor>
{
    public void Configure(EntityTypeBuilder<MailboxCursor> m)
    {
        m.ToTable("mailbox").HasKey(x => x.Name);
        m.Property(x => x.Name).ValueGeneratedNever();
    }
}

internal sealed class DraftMap : IEntityTypeConfiguration<Draft>
{
    public void Configure(EntityTypeBuilder<Draft> d)
    {
        d.ToTable("draft").HasKey(x => x.Id);
        d.Property(x => x.Id).ValueGeneratedNever();
        d.HasIndex(x => new { x.UserName, x.TicketId, x.Field }).IsUnique().HasDatabaseName("ix_draft_owner");
    }
}

internal sealed class EventRowMap : IEntityTypeConfiguration<EventRow>
{
    public void Configure(EntityTypeBuilder<EventRow> e)
    {
        e.ToTable("event_log").HasKey(x => x.Seq);
        e.Property(x => x.Seq).ValueGeneratedNever();
    }
}

internal sealed class CallMap : IEntityTypeConfiguration<Call>, IEntityTypeConfiguration<CallEvent>
{
    public void Configure(EntityTypeBuilder<Call> c)
    {
        c.ToTable("call").HasKey(x => x.Id);
        c.Property(x => x.Id).ValueGeneratedNever();
        c.Property(x => x.Version).IsConcurrencyToken();
        c.HasIndex(x => x.ProviderCallId).IsUnique().HasDatabaseName("ix_call_provider");
        c.HasIndex(x => new { x.State, x.FirstHeardAt }).HasDatabaseName("ix_call_state");
        c.HasIndex(x => x.RecordingId).HasDatabaseName("ix_call_recording");
        c.HasIndex(x => x.FirstHeardAt).HasDatabaseName("ix_call_unclaimed").HasFilter("ticket_id IS NULL AND from_number IS NOT NULL");
    }
    public void Configure(EntityTypeBuilder<CallEvent> e) => e.ToTable("call_event").HasKey(x => x.EventId);
}

internal sealed class AccessEntryMap : IEntityTypeConfiguration<AccessEntry>
{
    public void Configure(EntityTypeBuilder<AccessEntry> a)
    {
        a.ToTable("access_log").HasKey(x => x.Id);
        a.Property(x => x.Id).ValueGeneratedNever();
        a.HasIndex(x => x.TicketId).HasDatabaseName("ix_access_log_ticket");
    }
}

internal sealed class IdempotencyKeyMap : IEntityTypeConfiguration<IdempotencyKey>
{
    public void Configure(EntityTypeBuilder<IdempotencyKey> i) => i.ToTable("idempotency_key").HasKey(x => new { x.UserName, x.Key });
}

internal sealed class TopicMap : IEntityTypeConfiguration<Topic>, IEntityTypeConfiguration<TopicTicket>
{
    public void Configure(EntityTypeBuilder<Topic> t)
    {
        t.ToTable("topic").HasKey(x => x.Id);
        t.Property(x => x.Id).ValueGeneratedNever();
        t.HasIndex(x => x.LastAt).HasDatabaseName("ix_topic_last_at");
    }
    public void Configure(EntityTypeBuilder<TopicTicket> t)
    {
        t.ToTable("topic_ticket").HasKey(x => new { x.TopicId, x.TicketId });
        t.HasIndex(x => x.TicketId).IsUnique().HasDatabaseName("ix_topic_ticket_ticket");
    }
}

internal sealed class CityDocumentMap : IEntityTypeConfiguration<CityDocument>
{
    public void Configure(EntityTypeBuilder<CityDocument> d)
    {
        d.ToTable("city_document").HasKey(x => x.Id);
        d.Property(x => x.Id).ValueGeneratedNever();
        d.HasIndex(x => new { x.Name, x.Version }).IsUnique().HasDatabaseName("ix_city_document_name");
    }
}

internal sealed class DeadlineWarningMap : IEntityTypeConfiguration<DeadlineWarning>
{
    public void Configure(EntityTypeBuilder<DeadlineWarning> w)
    {
        w.ToTable("deadline_warning").HasKey(x => new { x.DeadlineId, x.Level });
        w.HasIndex(x => x.TicketId).HasDatabaseName("ix_deadline_warning_ticket");
        w.HasIndex(x => new { x.At, x.DeadlineId }).HasDatabaseName("ix_deadline_warning_at");
    }
}

internal sealed class StaffDelegationMap : IEntityTypeConfiguration<StaffDelegation>
{
    public void Configure(EntityTypeBuilder<StaffDelegation> d)
    {
        d.ToTable("staff_delegation").HasKey(x => x.Id);
        d.Property(x => x.Id).ValueGeneratedNever();
        d.HasIndex(x => x.ToUser).HasDatabaseName("ix_staff_delegation_to");
    }
}

internal sealed class DutyShiftMap : IEntityTypeConfiguration<DutyShift>
{
    public void Configure(EntityTypeBuilder<DutyShift> d)
    {
        d.ToTable("duty_shift").HasKey(x => x.Id);
        d.Property(x => x.Id).ValueGeneratedNever();
        d.HasIndex(x => new { x.Department, x.Until }).HasDatabaseName("ix_duty_shift_department");
    }
}

internal sealed class SettingMap : IEntityTypeConfiguration<Setting>
{
    public void Configure(EntityTypeBuilder<Setting> s) => s.ToTable("setting").HasKey(x => x.Key);
}

/// <summary>ASP.NET Core Identity's tables under the house's names.</summary>
internal sealed class StaffMaps :
    IEntityTypeConfiguration<StaffMember>, IEntityTypeConfiguration<IdentityUserClaim<Guid>>,
    IEntityTypeConfiguration<IdentityUserLogin<Guid>>, IEntityTypeConfiguration<IdentityUserToken<Guid>>
{
    public void Configure(EntityTypeBuilder<StaffMember> s)
    {
        s.ToTable("staff");
        s.Property(x => x.Id).ValueGeneratedNever();
        s.HasIndex(x => x.NormalizedUserName).IsUnique().HasDatabaseName("ix_staff_user_name");
        s.HasIndex(x => x.NormalizedEmail).HasDatabaseName("ix_staff_email");
    }
    public void Configure(EntityTypeBuilder<IdentityUserClaim<Guid>> c)
    {
        c.ToTable("staff_claim");
        c.HasIndex(x => x.UserId).HasDatabaseName("ix_staff_claim_user");
    }
    public void Configure(EntityTypeBuilder<IdentityUserLogin<Guid>> l)
    {
        l.ToTable("staff_login");
        l.HasIndex(x => x.UserId).HasDatabaseName("ix_staff_login_user");
    }
    public void Configure(EntityTypeBuilder<IdentityUserToken<Guid>> t) => t.ToTable("staff_token");
}
