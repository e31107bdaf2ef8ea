using System.Globalization;
using Hotline.Api.Data;
using Hotline.Domain.Records;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Platform;

/// <summary>What an operator does to the records from the command line, beside a running host or without one.</summary>
internal static class RecordsCommands
{
    public static bool Knows(string[] args) => args is ["verify" or "roots" or "rotate-keys", ..];

    /// <summary>0 when all is well, 1 when something is broken or cannot be done.</summary>
    public static async Task<int> Run(string[] args)
    {
        using var stop = new CancellationTokenSource();
        ConsoleCancelEventHandler cancel = (_, e) => { e.Cancel = true; stop.Cancel(); };
        Console.CancelKeyPress += cancel;
        try
        {
            await using var app = Services(args);
            return args[0] switch
            {
                "verify" => await Verify(app.Services.GetRequiredService<HistoryVerifier>(), Console.Out, stop.Token),
                "roots" => await Roots(app.Services.GetRequiredService<IDbContextFactory<HotlineDb>>(), Console.Out, stop.Token),
                _ => await Rotate(app.Services.GetRequiredService<KeyRotation>(), KeyRing.NoticedWithin + TimeSpan.FromSeconds(1), Console.Out, stop.Token),
            };
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped. Start it again to go on.");
            return 1;
        }
        catch (Exception e) when (e is System.Data.Common.DbException or InvalidOperationException or System.Security.Cryptography.CryptographicException or IOException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
        finally { Console.CancelKeyPress -= cancel; }
    }

    /// <summary>Walks all tickets and all days; names the first link that does not hold.</summary>
    public static async Task<int> Verify(HistoryVerifier verifier, TextWriter output, CancellationToken ct)
    {
        var told = TimeProvider.System.GetTimestamp();
        var result = await verifier.Run(done =>
        {
            if (TimeProvider.System.GetElapsedTime(told) < TimeSpan.FromSeconds(2)) return;
            told = TimeProvider.System.GetTimestamp();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done} tickets ..."));
        }, ct);
        await verifier.Keep(result, ct);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{result.Tickets} tickets, {result.Entries} entries, {result.Days} daily roots in {result.Seconds} s"));
        if (result.EntriesBeforeChain > 0) await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{result.EntriesBeforeChain} entries were written before there was a chain; nothing vouches for them."));
        if (result.FirstBreak is not { } broken)
        {
            await output.WriteLineAsync("Every link holds.");
            return 0;
        }
        await output.WriteLineAsync(broken.Day is { } day
            ? string.Create(CultureInfo.InvariantCulture, $"BROKEN: the root of {day:yyyy-MM-dd}: {Words(broken.Fault)}")
            : string.Create(CultureInfo.InvariantCulture, $"BROKEN: ticket {broken.TicketNumber}, entry {broken.Sequence}: {Words(broken.Fault)}"));
        return 1;
    }

    /// <summary>One line a day: day, tickets, entries, Merkle root, the day before's root, root. For a notary, or to be printed.</summary>
    public static async Task<int> Roots(IDbContextFactory<HotlineDb> contexts, TextWriter output, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await foreach (var root in db.DailyRoots.AsNoTracking().OrderBy(r => r.Day).AsAsyncEnumerable().WithCancellation(ct))
            await output.WriteLineAsync(Line(root));
        return 0;
    }

    /// <summary>Makes a new key and seals everything anew.</summary>
    public static async Task<int> Rotate(KeyRotation rotation, TimeSpan noticed, TextWriter output, CancellationToken ct)
    {
        await rotation.Check(ct);
        var told = TimeProvider.System.GetTimestamp();
        var report = await rotation.Run((table, column, done) =>
        {
            if (TimeProvider.System.GetElapsedTime(told) < TimeSpan.FromSeconds(2)) return;
            told = TimeProvider.System.GetTimestamp();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{table}.{column}: {done} values ..."));
        }, noticed, ct);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Key {report.Key} seals now; {report.Resealed} values were sealed anew."));
        foreach (var (key, count) in report.InUse.OrderBy(k => k.Key)) await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Key {key}: {count} values"));
        foreach (var file in report.Removable) await output.WriteLineAsync($"Removable: {file} (backups made before today still need it: keep it with them)");
        return report.InUse.Keys.All(k => k == report.Key) ? 0 : 1;
    }

    private static string Line(DailyRoot root) => string.Create(CultureInfo.InvariantCulture,
        $"{root.Day:yyyy-MM-dd} {root.Tickets} {root.Entries} {Convert.ToHexStringLower(root.Merkle)} {(root.Previous is null ? "-" : Convert.ToHexStringLower(root.Previous))} {Convert.ToHexStringLower(root.Root)}");

    private static string Words(string fault) => fault switch
    {
        "EntryMissing" => "the entry is not there",
        "EntryAdded" => "there are more entries than the ticket counts",
        "EntryChanged" => "the entry, or what stands before it, is not what was hashed",
        "HashMissing" => "the entry has no hash although the chain had begun",
        "NoteChanged" => "the note is not the one that was written",
        "NoteErased" => "a note lost its words, or its redacted words were changed, and no anonymisation vouches for it",
        "HeadDiffers" => "the ticket's last hash is not that of its last entry",
        "TicketMissing" => "the ticket is not there, but its history is",
        "RootMissing" => "there is none",
        "RootChanged" => "the row was changed",
        "RootNotChained" => "it does not name the root of the day before",
        "DayRewritten" => "the day's entries are not those that were sealed",
        _ => fault,
    };

    private static WebApplication Services(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.ClearProviders();
        builder.Host.UseDefaultServiceProvider(o => (o.ValidateOnBuild, o.ValidateScopes) = (false, false));
        var options = builder.AddHotlineOptions();
        builder.AddCity(options);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddData(options);
        return builder.Build();
    }
}
