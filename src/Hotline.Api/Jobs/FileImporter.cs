using System.Text.Json;
using Hotline.Api.Data;
using Hotline.Api.Intake;
using Hotline.Api.Intake.Files;
using Hotline.Api.Platform;
using Hotline.Domain.Departments;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Jobs;

/// <summary>
/// Runs imports, a stretch of rows at a time: into the intake first, then the outcome and how far it came in one save. A node that dies
/// between the two leaves rows that another takes again and finds known.
/// </summary>
internal sealed class FileImporter(IDbContextFactory<HotlineDb> contexts, IntakePipeline intake, PersonalData personal, City city, TimeProvider clock, ILogger<FileImporter> log)
    : RecurringJob(TimeSpan.FromSeconds(1), clock, log)
{
    private const int AtOnce = 200;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan DraftsKept = TimeSpan.FromDays(7);

    protected override async Task<bool> Round(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = Clock.GetUtcNow();
        var old = now - DraftsKept;
        db.Imports.RemoveRange(await db.Imports.Where(i => i.State == ImportState.Draft && i.CreatedAt < old).ToListAsync(ct));
        var import = await db.Imports.Where(i => i.State == ImportState.Queued || i.State == ImportState.Running && (i.LeasedUntil == null || i.LeasedUntil < now)).OrderBy(i => i.Id).FirstOrDefaultAsync(ct);
        if (import is not null) (import.State, import.LeasedUntil) = (ImportState.Running, now + Lease);
        await db.SaveChangesAsync(ct);
        if (import is null) return false;
        var table = JsonSerializer.Deserialize<List<string[]>>(personal.Open(import.Content))!;
        while (import.State == ImportState.Running) if (!await Step(db, import, table, ct)) break;
        return true;
    }

    /// <summary>One stretch of rows; false when the intake is full and it has to wait.</summary>
    private async Task<bool> Step(HotlineDb db, FileImport import, List<string[]> table, CancellationToken ct)
    {
        var (mapping, now) = (FileImportHandlers.Mapping(import), Clock.GetUtcNow());
        var rows = Enumerable.Range(import.Position + 1, Math.Min(AtOnce, import.Rows - import.Position))
            .Select(i => (Line: i + 1, Number: NumberOf(table[i], mapping), Read: FileRows.Read(table[i], mapping, import.System, import.Channel, city.Clock.Calendar, now))).ToList();
        var stored = await intake.Submit([.. rows.Select(r => r.Read.Request).OfType<IntakeRequest>()]);
        if (stored.Error is not null)
        {
            import.LeasedUntil = now;   // goes on at the next round
            await db.SaveChangesAsync(ct);
            await Task.Delay(TimeSpan.FromSeconds(1), Clock, ct);
            return false;
        }
        var receipts = new Queue<IntakeReceipt>(stored.Value!);
        foreach (var (line, number, (request, errors)) in rows)
        {
            var receipt = request is null ? null : receipts.Dequeue();
            var outcome = receipt is null ? ImportOutcome.Refused : receipt.Duplicate ? ImportOutcome.Known : ImportOutcome.Taken;
            db.ImportRows.Add(new FileImportRow
            {
                ImportId = import.Id, Line = line, Outcome = outcome, SourceNumber = number, TicketId = receipt?.TicketId, TicketNumber = receipt?.TicketNumber,
                Errors = errors.Count > 0 ? JsonSerializer.Serialize(errors.GroupBy(e => FileImportHandlers.ColumnOf(e.Key, mapping, table[0])).ToDictionary(g => g.Key, g => g.First().Value))
                    : receipt is { TicketId: null } ? JsonSerializer.Serialize(new Dictionary<string, string> { [""] = "intake.quarantined" }) : null,
            });
            if (outcome == ImportOutcome.Taken) import.Taken++;
            else if (outcome == ImportOutcome.Known) import.Known++;
            else import.Refused++;
        }
        import.Position += rows.Count;
        import.LeasedUntil = Clock.GetUtcNow() + Lease;
        if (import.Position >= import.Rows)
        {
            (import.State, import.FinishedAt, import.LeasedUntil, import.Content) = (ImportState.Done, Clock.GetUtcNow(), null, []);
            db.Emit("ImportFinished", "import", nameof(FileImport), import.Id, Clock.GetUtcNow());
        }
        await db.SaveChangesAsync(ct);
        return true;
    }

    private static string NumberOf(string[] row, Dictionary<ImportField, int> mapping)
    {
        var number = mapping.TryGetValue(ImportField.SourceNumber, out var at) && at < row.Length ? row[at] : "";
        return number.Length > 200 ? number[..200] : number;
    }
}
