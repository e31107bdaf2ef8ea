using Hotline.Domain.Supervision;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hotline.Api.Data.Mappings;

internal sealed class LadderEntryMap : IEntityTypeConfiguration<LadderEntry>
{
    public void Configure(EntityTypeBuilder<LadderEntry> l)
    {
        l.ToTable("ladder_entry").HasKey(x => x.Id);
        l.Property(x => x.Id).ValueGeneratedNever();
        // However many nodes look at the same deadline, each rung is reached once.
        l.HasIndex(x => new { x.TicketId, x.DeadlineId, x.Rung }).IsUnique().HasDatabaseName("ix_ladder_entry_ticket");
        l.HasIndex(x => new { x.Rung, x.At }).HasDatabaseName("ix_ladder_entry_rung");
        l.HasIndex(x => new { x.Department, x.Rung, x.At }).HasDatabaseName("ix_ladder_entry_department");
    }
}

internal sealed class SupervisionOrderMap : IEntityTypeConfiguration<SupervisionOrder>, IEntityTypeConfiguration<OrderTicket>, IEntityTypeConfiguration<OrderStep>
{
    public void Configure(EntityTypeBuilder<SupervisionOrder> o)
    {
        o.ToTable("supervision_order").HasKey(x => x.Id);
        o.Property(x => x.Id).ValueGeneratedNever();
        o.Property(x => x.Version).IsConcurrencyToken();
        o.Ignore(x => x.Number);
        o.HasIndex(x => new { x.Year, x.Sequence }).IsUnique().HasDatabaseName("ix_supervision_order_number");
        o.HasIndex(x => new { x.Department, x.State }).HasDatabaseName("ix_supervision_order_department");
        o.HasMany(x => x.Tickets).WithOne().HasForeignKey(x => x.OrderId);
        o.HasMany(x => x.Steps).WithOne().HasForeignKey(x => x.OrderId);
    }

    public void Configure(EntityTypeBuilder<OrderTicket> t)
    {
        t.ToTable("supervision_order_ticket").HasKey(x => new { x.OrderId, x.TicketId });
        t.HasIndex(x => x.TicketId).HasDatabaseName("ix_supervision_order_ticket_ticket");
    }

    public void Configure(EntityTypeBuilder<OrderStep> s)
    {
        s.ToTable("supervision_order_step").HasKey(x => x.Id);
        s.Property(x => x.Id).ValueGeneratedNever();
        s.HasIndex(x => x.OrderId).HasDatabaseName("ix_supervision_order_step_order");
    }
}

internal sealed class LeaderInstructionMap : IEntityTypeConfiguration<LeaderInstruction>
{
    public void Configure(EntityTypeBuilder<LeaderInstruction> i)
    {
        i.ToTable("leader_instruction").HasKey(x => x.Id);
        i.Property(x => x.Id).ValueGeneratedNever();
        i.HasIndex(x => x.TicketId).HasDatabaseName("ix_leader_instruction_ticket");
        i.HasIndex(x => x.ReportBy).HasDatabaseName("ix_leader_instruction_open").HasFilter("reported_at IS NULL");
    }
}

internal sealed class FollowUpMap : IEntityTypeConfiguration<FollowUp>, IEntityTypeConfiguration<CallTry>
{
    public void Configure(EntityTypeBuilder<FollowUp> f)
    {
        f.ToTable("follow_up").HasKey(x => x.Id);
        f.Property(x => x.Id).ValueGeneratedNever();
        f.Property(x => x.Version).IsConcurrencyToken();
        f.Ignore(x => x.Slots);
        f.HasIndex(x => new { x.TicketId, x.Round }).IsUnique().HasDatabaseName("ix_follow_up_ticket");
        f.HasIndex(x => new { x.NextAt, x.Id }).HasDatabaseName("ix_follow_up_next").HasFilter("state = 'Open'");
        f.HasIndex(x => x.WaitUntil).HasDatabaseName("ix_follow_up_waiting").HasFilter("state = 'Waiting'");
        f.HasMany(x => x.Tries).WithOne().HasForeignKey(x => x.FollowUpId);
    }

    public void Configure(EntityTypeBuilder<CallTry> c)
    {
        c.ToTable("follow_up_try").HasKey(x => x.Id);
        c.Property(x => x.Id).ValueGeneratedNever();
        c.HasIndex(x => new { x.FollowUpId, x.Slot }).IsUnique().HasDatabaseName("ix_follow_up_try_slot");
    }
}

internal sealed class InspectionFlagMap : IEntityTypeConfiguration<InspectionFlag>, IEntityTypeConfiguration<FlagTicket>
{
    public void Configure(EntityTypeBuilder<InspectionFlag> f)
    {
        f.ToTable("inspection_flag").HasKey(x => x.Id);
        f.Property(x => x.Id).ValueGeneratedNever();
        f.Property(x => x.Version).IsConcurrencyToken();
        f.HasIndex(x => x.Key).IsUnique().HasDatabaseName("ix_inspection_flag_key");
        f.HasIndex(x => new { x.State, x.Id }).HasDatabaseName("ix_inspection_flag_state");
        f.HasMany(x => x.Tickets).WithOne().HasForeignKey(x => x.FlagId);
    }

    public void Configure(EntityTypeBuilder<FlagTicket> t)
    {
        t.ToTable("inspection_flag_ticket").HasKey(x => new { x.FlagId, x.TicketId });
        t.HasIndex(x => x.TicketId).HasDatabaseName("ix_inspection_flag_ticket_ticket");
    }
}
