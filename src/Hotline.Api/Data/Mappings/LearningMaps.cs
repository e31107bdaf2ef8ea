using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hotline.Api.Data.Mappings;

internal sealed class LabelledExampleMap : IEntityTypeConfiguration<LabelledExample>
{
    public void Configure(EntityTypeBuilder<LabelledExample> e)
    {
        e.ToTable("labelled_example").HasKey(x => x.Id);
        e.Property(x => x.Id).ValueGeneratedNever();
        e.HasIndex(x => x.TicketId).HasDatabaseName("ix_labelled_example_ticket");
    }
}

internal sealed class ClassifierModelMap : IEntityTypeConfiguration<ClassifierModel>
{
    public void Configure(EntityTypeBuilder<ClassifierModel> m)
    {
        m.ToTable("classifier_model").HasKey(x => x.Id);
        m.Property(x => x.Id).ValueGeneratedNever();
        m.HasIndex(x => x.Version).IsUnique().HasDatabaseName("ix_classifier_model_version");
        // However many nodes promote at once, one model advises.
        m.HasIndex(x => x.State).IsUnique().HasDatabaseName("ix_classifier_model_champion").HasFilter("state = 'Champion'");
    }
}

internal sealed class ShadowTallyMap : IEntityTypeConfiguration<ShadowTally>
{
    public void Configure(EntityTypeBuilder<ShadowTally> s) => s.ToTable("classifier_shadow").HasKey(x => new { x.ModelId, x.CategoryCode });
}
