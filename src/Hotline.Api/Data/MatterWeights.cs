using System.Text.Json;
using Hotline.Api.Platform;
using Hotline.Domain.Tickets;
using Hotline.Domain.Topics;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Data;

/// <summary>
/// How rare words are in this city, for comparing a message with stored ones: counted over the city's own examples and the
/// newest tickets, and counted anew every hour.
/// </summary>
internal sealed class MatterWeights(IDbContextFactory<HotlineDb> contexts, HotlineOptions options, TimeProvider clock) : IDisposable
{
    private const int Newest = 2_000;
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private (GramCounts Counts, DateTimeOffset At)? _current;

    /// <summary>Only read from: nothing is added to it afterwards.</summary>
    public async Task<GramCounts> Current(CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            if (_current is { } known && clock.GetUtcNow() - known.At < Fresh) return known.Counts;
            var counts = OfExamples();
            await using var db = await contexts.CreateDbContextAsync(ct);
            foreach (var text in await db.Tickets.AsNoTracking().OrderByDescending(t => t.Id).Take(Newest).Select(t => new { t.Subject, t.Body }).ToListAsync(ct)) counts.Add(MessageGrams.Of(text.Subject, text.Body));
            _current = (counts, clock.GetUtcNow());
            return counts;
        }
        finally { _turn.Release(); }
    }

    /// <summary>What the city's own examples alone tell; a start where there are few tickets.</summary>
    public GramCounts OfExamples()
    {
        var counts = new GramCounts();
        foreach (var line in File.ReadLines(Path.Combine(options.City.Folder!, "training.jsonl")).Where(l => l.Length > 0))
            if (JsonSerializer.Deserialize<ExampleLine>(line, JsonSerializerOptions.Web) is { } example) counts.Add(MessageGrams.Of(example.Subject, example.Body));
        return counts;
    }

    public static Matter Of(Ticket ticket, GramCounts counts) => Matter.Of(MessageGrams.Of(ticket.Subject, ticket.Body), counts, ticket.DistrictCode, ticket.ReceivedAt);

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();

    private sealed record ExampleLine(string? Subject, string? Body);
}
