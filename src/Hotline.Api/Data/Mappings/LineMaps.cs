using Hotline.Domain.Distribution;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hotline.Api.Data.Mappings;

internal sealed class LineMaps : IEntityTypeConfiguration<Seat>, IEntityTypeConfiguration<LineEntry>, IEntityTypeConfiguration<AgentSkill>
{
    public void Configure(EntityTypeBuilder<Seat> s)
    {
        s.ToTable("agent_seat").HasKey(x => x.AccountId);
        s.Property(x => x.AccountId).ValueGeneratedNever();
        s.Property(x => x.Version).IsConcurrencyToken();
        s.HasIndex(x => new { x.State, x.SeenAt }).HasDatabaseName("ix_agent_seat_state");
        s.HasIndex(x => x.CallId).HasDatabaseName("ix_agent_seat_call");
    }
    public void Configure(EntityTypeBuilder<LineEntry> e)
    {
        e.ToTable("line_entry").HasKey(x => x.Id);
        e.Property(x => x.Id).ValueGeneratedNever();
        e.Property(x => x.Version).IsConcurrencyToken();
        e.HasIndex(x => new { x.State, x.Kind, x.PlaceAt }).HasDatabaseName("ix_line_entry_place");
        e.HasIndex(x => x.AgentId).HasDatabaseName("ix_line_entry_agent");
        e.HasIndex(x => x.JoinedAt).HasDatabaseName("ix_line_entry_joined");
    }
    public void Configure(EntityTypeBuilder<AgentSkill> s)
    {
        s.ToTable("agent_skill").HasKey(x => x.AccountId);
        s.Property(x => x.AccountId).ValueGeneratedNever();
    }
}
