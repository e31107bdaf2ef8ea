using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hotline.Api.Data.Mappings;

internal sealed class SubTaskMap : IEntityTypeConfiguration<SubTask>
{
    public void Configure(EntityTypeBuilder<SubTask> s)
    {
        s.ToTable("sub_task").HasKey(x => x.Id);
        s.Property(x => x.Id).ValueGeneratedNever();
        s.Ignore(x => x.Missing).Ignore(x => x.InWork);
        // Not unique: the ticket's version settles two who add at once, and has to be what tells them.
        s.HasIndex(x => new { x.TicketId, x.Sequence }).HasDatabaseName("ix_sub_task_ticket");
        // A unit's desk in the order of its deadlines, and which tickets a unit sees beyond its own.
        s.HasIndex(x => new { x.Department, x.State, x.DueAt, x.Id }).HasDatabaseName("ix_sub_task_department");
    }
}
