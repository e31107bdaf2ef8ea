using Hotline.Domain.Departments;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hotline.Api.Data.Mappings;

internal sealed class ReturnRequestMap : IEntityTypeConfiguration<ReturnRequest>
{
    public void Configure(EntityTypeBuilder<ReturnRequest> r)
    {
        r.ToTable("return_request").HasKey(x => x.Id);
        r.Property(x => x.Id).ValueGeneratedNever();
        r.HasIndex(x => x.TicketId).HasDatabaseName("ix_return_request_ticket");
    }
}

internal sealed class ExtensionRequestMap : IEntityTypeConfiguration<ExtensionRequest>
{
    public void Configure(EntityTypeBuilder<ExtensionRequest> e)
    {
        e.ToTable("extension_request").HasKey(x => x.Id);
        e.Property(x => x.Id).ValueGeneratedNever();
        e.Ignore(x => x.Length);
        e.HasIndex(x => x.TicketId).HasDatabaseName("ix_extension_request_ticket");
    }
}

internal sealed class ResidentQuestionMap : IEntityTypeConfiguration<ResidentQuestion>
{
    public void Configure(EntityTypeBuilder<ResidentQuestion> q)
    {
        q.ToTable("resident_question").HasKey(x => x.Id);
        q.Property(x => x.Id).ValueGeneratedNever();
        q.HasIndex(x => x.TicketId).HasDatabaseName("ix_resident_question_ticket");
    }
}

internal sealed class LongTermListingMap : IEntityTypeConfiguration<LongTermListing>
{
    public void Configure(EntityTypeBuilder<LongTermListing> l)
    {
        l.ToTable("long_term_listing").HasKey(x => x.Id);
        l.Property(x => x.Id).ValueGeneratedNever();
        l.HasIndex(x => x.TicketId).HasDatabaseName("ix_long_term_listing_ticket");
    }
}

internal sealed class ProgressNoteMap : IEntityTypeConfiguration<ProgressNote>
{
    public void Configure(EntityTypeBuilder<ProgressNote> n)
    {
        n.ToTable("progress_note").HasKey(x => x.Id);
        n.Property(x => x.Id).ValueGeneratedNever();
        n.HasIndex(x => x.TicketId).HasDatabaseName("ix_progress_note_ticket");
    }
}

internal sealed class PrecedentMap : IEntityTypeConfiguration<Precedent>
{
    public void Configure(EntityTypeBuilder<Precedent> p)
    {
        p.ToTable("precedent").HasKey(x => x.Id);
        p.Property(x => x.Id).ValueGeneratedNever();
        p.Property(x => x.WithdrawnAt).IsConcurrencyToken();
        p.HasIndex(x => x.ChangedAt).HasDatabaseName("ix_precedent_changed_at");
    }
}

internal sealed class GapMap : IEntityTypeConfiguration<Gap>
{
    public void Configure(EntityTypeBuilder<Gap> g)
    {
        g.ToTable("gap").HasKey(x => x.Id);
        g.Property(x => x.Id).ValueGeneratedNever();
        g.Property(x => x.State).IsConcurrencyToken();
        g.HasIndex(x => new { x.CategoryCode, x.DistrictCode }).IsUnique().HasDatabaseName("ix_gap_open").HasFilter("state = 'Open'");
    }
}

internal sealed class GapTicketMap : IEntityTypeConfiguration<GapTicket>
{
    public void Configure(EntityTypeBuilder<GapTicket> g) => g.ToTable("gap_ticket").HasKey(x => new { x.GapId, x.TicketId });
}
