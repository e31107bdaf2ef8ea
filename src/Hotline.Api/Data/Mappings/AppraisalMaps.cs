using Hotline.Domain.Supervision;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hotline.Api.Data.Mappings;

internal sealed class AppraisalMap : IEntityTypeConfiguration<TicketFact>, IEntityTypeConfiguration<AppraisalTotal>, IEntityTypeConfiguration<AppraisalExclusion>
{
    public void Configure(EntityTypeBuilder<TicketFact> f)
    {
        f.ToTable("ticket_fact").HasKey(x => x.TicketId);
        f.Property(x => x.TicketId).ValueGeneratedNever();
        // The lists behind a figure: a unit's newest, all newest.
        f.HasIndex(x => new { x.Department, x.ClosedOn, x.TicketId }).HasDatabaseName("ix_ticket_fact_department");
        f.HasIndex(x => new { x.ClosedOn, x.TicketId }).HasDatabaseName("ix_ticket_fact_closed");
    }

    public void Configure(EntityTypeBuilder<AppraisalTotal> t) => t.ToTable("appraisal_total").HasKey(x => new { x.Span, x.Day, x.Department, x.Metric });

    public void Configure(EntityTypeBuilder<AppraisalExclusion> x)
    {
        x.ToTable("appraisal_exclusion").HasKey(e => e.Id);
        x.Property(e => e.Id).ValueGeneratedNever();
        x.Property(e => e.Version).IsConcurrencyToken();
        x.Ignore(e => e.Holds);
        x.HasIndex(e => e.TicketId).IsUnique().HasDatabaseName("ix_appraisal_exclusion_ticket");
        x.HasIndex(e => new { e.State, e.Id }).HasDatabaseName("ix_appraisal_exclusion_state");
    }
}
