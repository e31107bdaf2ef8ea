using Hotline.Api.Data.Seed;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Departments;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Data;

/// <summary>
/// The city's documents: the files of its folder, and over them what administrators applied since, version by version in the
/// database. A text is checked as part of the whole before it is kept; then this node's city becomes the new one, and the others
/// follow.
/// </summary>
internal sealed class CityDocuments(IDbContextFactory<HotlineDb> contexts, City city, HotlineOptions options, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private int _known = -1;

    private string Folder => options.City.Folder!;

    /// <summary>Takes over what the database has; cheap when nothing was applied since.</summary>
    public async Task Follow(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var count = await db.CityDocuments.CountAsync(ct);   // versions are only ever added
        if (count == _known) return;
        await _turn.WaitAsync(ct);
        try
        {
            if (count > 0) city.Become(Read(await Newest(db, ct)));
            _known = count;
        }
        finally { _turn.Release(); }
    }

    /// <summary>What the city would be with this text in place of that document.</summary>
    public async Task<Result<CityFacts>> Try(string name, string content, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var documents = await Newest(db, ct);
        documents[name] = content;
        try { return Read(documents); }
        catch (InvalidOperationException wrong) { return Error.Field("content", "city.document_wrong", wrong.Message.Replace(Folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)); }
    }

    /// <summary>The newest text of a document and its version, 0 for the file; null when there is none.</summary>
    public async Task<(string Content, int Version)?> Text(string name, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.CityDocuments.AsNoTracking().Where(d => d.Name == name).OrderByDescending(d => d.Version).FirstOrDefaultAsync(ct) is { } newest) return (newest.Content, newest.Version);
        var file = Path.Combine(Folder, name);
        return File.Exists(file) ? (await File.ReadAllTextAsync(file, ct), 0) : null;
    }

    /// <summary>Keeps a new version, checked as part of the whole.</summary>
    /// <param name="seen">The version the person had before them; a newer one is a conflict. Null makes no such claim.</param>
    public async Task<Result<CityDocument>> Apply(string name, string content, int? seen, string? note, string appliedBy, CancellationToken ct)
    {
        if ((await Try(name, content, ct)).Error is { } wrong) return wrong;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var last = await db.CityDocuments.Where(d => d.Name == name).MaxAsync(d => (int?)d.Version, ct) ?? 0;
        if (seen is not null && seen != last) return Changed(name);
        var now = clock.GetUtcNow();
        var document = new CityDocument { Id = Guid.CreateVersion7(now), Name = name, Version = last + 1, Content = content, Note = note, AppliedBy = appliedBy, AppliedAt = now };
        db.CityDocuments.Add(document);
        db.Emit("CityChanged", "city", nameof(CityDocument), document.Id, now);
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateException) { return Changed(name); }   // somebody took the same version number first
        await Follow(ct);
        return document;
    }

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();

    private static Error Changed(string name) => new(ErrorKind.Conflict, "city.document_changed") { Arguments = [name] };

    private CityFacts Read(IReadOnlyDictionary<string, string> newer) => CityFiles.Load(Folder, options.City.Policy, newer);

    private static async Task<Dictionary<string, string>> Newest(HotlineDb db, CancellationToken ct) =>
        await db.CityDocuments.AsNoTracking().Where(d => !db.CityDocuments.Any(later => later.Name == d.Name && later.Version > d.Version)).ToDictionaryAsync(d => d.Name, d => d.Content, ct);
}
