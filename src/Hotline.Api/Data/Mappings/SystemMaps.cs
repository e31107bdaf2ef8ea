using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hotline.Api.Data.Mappings;

internal sealed class WebhookMap : IEntityTypeConfiguration<WebhookSubscription>, IEntityTypeConfiguration<WebhookDelivery>
{
    public void Configure(EntityTypeBuilder<WebhookSubscription> s)
    {
        s.ToTable("webhook_subscription").HasKey(x => x.Id);
        s.Property(x => x.Id).ValueGeneratedNever();
        s.Property(x => x.Version).IsConcurrencyToken();
        s.HasIndex(x => x.Name).IsUnique().HasDatabaseName("ix_webhook_subscription_name");
    }

    public void Configure(EntityTypeBuilder<WebhookDelivery> d)
    {
        d.ToTable("webhook_delivery").HasKey(x => x.Id);
        d.Property(x => x.Id).ValueGeneratedNever();
        // An attempt is written down before it is made: of two nodes that take the same delivery, one is refused here.
        d.Property(x => x.Attempts).IsConcurrencyToken();
        d.HasIndex(x => new { x.SubscriptionId, x.Seq }).IsUnique().HasDatabaseName("ix_webhook_delivery_event");
        d.HasIndex(x => new { x.SubscriptionId, x.TicketId, x.Seq }).HasDatabaseName("ix_webhook_delivery_ticket").HasFilter("state IN ('Pending', 'Dead')");
        d.HasIndex(x => new { x.State, x.Id }).HasDatabaseName("ix_webhook_delivery_state");
    }
}

internal sealed class FileImportMap : IEntityTypeConfiguration<FileImport>, IEntityTypeConfiguration<FileImportRow>
{
    public void Configure(EntityTypeBuilder<FileImport> i)
    {
        i.ToTable("file_import").HasKey(x => x.Id);
        i.Property(x => x.Id).ValueGeneratedNever();
        i.Property(x => x.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<FileImportRow> r) => r.ToTable("file_import_row").HasKey(x => new { x.ImportId, x.Line });
}

internal sealed class ReconciliationMap : IEntityTypeConfiguration<Reconciliation>
{
    public void Configure(EntityTypeBuilder<Reconciliation> r)
    {
        r.ToTable("reconciliation").HasKey(x => x.Id);
        r.Property(x => x.Id).ValueGeneratedNever();
        r.HasIndex(x => new { x.Channel, x.Account, x.Since }).IsUnique().HasDatabaseName("ix_reconciliation_window");
    }
}

internal sealed class RelayCallMap : IEntityTypeConfiguration<RelayCall>
{
    public void Configure(EntityTypeBuilder<RelayCall> c)
    {
        c.ToTable("relay_call").HasKey(x => x.Id);
        c.Property(x => x.Id).ValueGeneratedNever();
        c.Property(x => x.Version).IsConcurrencyToken();
        c.HasIndex(x => x.TicketId).HasDatabaseName("ix_relay_call_ticket");
        c.HasIndex(x => x.State, "ix_relay_call_live").HasFilter("state <> 'Ended'");
    }
}
