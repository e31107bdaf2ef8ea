using Hotline.Domain.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hotline.Api.Data.Mappings;

internal sealed class DailyRootMap : IEntityTypeConfiguration<DailyRoot>
{
    public void Configure(EntityTypeBuilder<DailyRoot> r)
    {
        r.ToTable("daily_root").HasKey(x => x.Day);
        r.Property(x => x.Day).ValueGeneratedNever();
    }
}
