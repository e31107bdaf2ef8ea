using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hotline.Api.Data.Mappings;

internal sealed class MicroblogMap : IEntityTypeConfiguration<MentionAccount>, IEntityTypeConfiguration<ProviderCalls>, IEntityTypeConfiguration<MicroblogThread>
{
    public void Configure(EntityTypeBuilder<MentionAccount> a)
    {
        a.ToTable("mention_account").HasKey(x => x.Account);
        a.Property(x => x.Account).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<ProviderCalls> c) => c.ToTable("provider_calls").HasKey(x => new { x.Account, x.Day });

    public void Configure(EntityTypeBuilder<MicroblogThread> t)
    {
        t.ToTable("microblog_thread").HasKey(x => x.Id);
        t.Property(x => x.Id).ValueGeneratedNever();
    }
}
