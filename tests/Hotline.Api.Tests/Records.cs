using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Api.Tests;

/// <summary>What no door of the program can bring about: files as a provider left them, rows as they lie in the database.</summary>
internal static class Records
{
    public static Task<HotlineDb> Db(HotlineHost host) => host.Services.GetRequiredService<IDbContextFactory<HotlineDb>>().CreateDbContextAsync();

    /// <summary>The query code of a ticket that came by no door with a receipt.</summary>
    public static string CodeOf(HotlineHost host, Guid ticket) => QueryCode.Derive(host.Services.GetRequiredService<PersonalData>().QueryCodeKey, ticket);

    /// <summary>A stored file of the resident or a recording beside a ticket.</summary>
    public static async Task<Attachment> AddFile(HotlineHost host, HotlineDb db, Guid ticket, AttachmentKind kind, string name, string content = "GIF89a....")
    {
        var now = host.Clock.GetUtcNow();
        using var bytes = new MemoryStream(System.Text.Encoding.Latin1.GetBytes(content));
        var saved = (await host.Services.GetRequiredService<AttachmentStore>().Save(bytes, name, CancellationToken.None)).Value!;
        var file = new Attachment
        {
            Id = Guid.CreateVersion7(now), TicketId = ticket, Kind = kind, State = AttachmentState.Stored, FileName = name, ContentType = saved.ContentType,
            Size = saved.Size, Sha256 = saved.Sha256, AddedAt = now, AddedBy = "resident",
        };
        db.Attachments.Add(file);
        await db.SaveChangesAsync();
        return file;
    }
}
