using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hotline.Api.Data.Mappings;

internal sealed class PhoneMaps : IEntityTypeConfiguration<PhoneCall>, IEntityTypeConfiguration<PhoneLeg>, IEntityTypeConfiguration<PhoneTask>, IEntityTypeConfiguration<PhoneRecording>
{
    public void Configure(EntityTypeBuilder<PhoneCall> c)
    {
        c.ToTable("phone_call").HasKey(x => x.Id);
        c.Property(x => x.Id).ValueGeneratedNever();
        c.Property(x => x.Version).IsConcurrencyToken();
        c.HasIndex(x => x.CallerSid).IsUnique().HasDatabaseName("ix_phone_call_sid");
        c.HasIndex(x => x.HeardAt).HasDatabaseName("ix_phone_call_open").HasFilter("ended_at IS NULL");
        c.HasIndex(x => x.CallBackAt).HasDatabaseName("ix_phone_call_back").HasFilter("call_back = 'Waiting'");
    }

    public void Configure(EntityTypeBuilder<PhoneLeg> l)
    {
        l.ToTable("phone_leg").HasKey(x => x.Id);
        l.Property(x => x.Id).ValueGeneratedNever();
        l.Property(x => x.Version).IsConcurrencyToken();
        l.HasIndex(x => x.CallId).HasDatabaseName("ix_phone_leg_call");
    }

    public void Configure(EntityTypeBuilder<PhoneTask> t)
    {
        t.ToTable("phone_task").HasKey(x => x.Id);
        t.Property(x => x.Id).ValueGeneratedNever();
        // An attempt is written down before it is made: of two nodes that take the same task, one is refused here.
        t.Property(x => x.Attempts).IsConcurrencyToken();
        t.HasIndex(x => x.NextAttemptAt).HasDatabaseName("ix_phone_task_due").HasFilter("state = 'Pending'");
    }

    public void Configure(EntityTypeBuilder<PhoneRecording> r)
    {
        r.ToTable("phone_recording").HasKey(x => x.Sid);
        r.Property(x => x.Attempts).IsConcurrencyToken();
        r.HasIndex(x => x.NextAttemptAt).HasDatabaseName("ix_phone_recording_due").HasFilter("state = 'Announced'");
    }
}
