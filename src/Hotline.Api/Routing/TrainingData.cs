using System.Text.Json;
using Hotline.Api.Data;
using Hotline.Classifier;
using Hotline.Domain.Departments;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Routing;

/// <summary>
/// What a model learns from and what it is measured on. Of the city's own examples every tenth of a category, of what people
/// decided the newest fifth is never trained on, so that champion and challenger meet the same unseen messages.
/// </summary>
/// <param name="People">Tickets that people decided, held out or not.</param>
internal sealed record TrainingData(IReadOnlyList<Example> Training, IReadOnlyList<Example> HoldOut, int People, int PeopleHeldOut, int BaseHeldOut)
{
    private const int BaseHeldOutEvery = 10;
    /// <summary>From so many held-out decisions on they speak for themselves.</summary>
    private const int EnoughPeople = 1_000;

    /// <summary>Before anybody has decided anything.</summary>
    public static TrainingData OfCity(string cityFolder) => Split(ReadCity(cityFolder), []);

    public static async Task<TrainingData> Read(string cityFolder, City city, HotlineDb db, CancellationToken ct)
    {
        var decided = await db.Examples.AsNoTracking().Where(e => e.DroppedAt == null).OrderBy(e => e.Id)
            .Join(db.Tickets, e => e.TicketId, t => t.Id, (e, t) => new { e.TicketId, e.CategoryCode, t.Subject, t.Body }).ToListAsync(ct);
        // Of several decisions about one ticket the last counts, at its own place in time.
        var last = decided.Select((d, i) => (d.TicketId, i)).GroupBy(d => d.TicketId, d => d.i).Select(g => g.Max()).Order();
        var people = last.Select(i => decided[i]).Where(d => city.Category(d.CategoryCode) is not null).Select(d => new Example(d.Subject, d.Body, d.CategoryCode)).ToList();
        return Split(ReadCity(cityFolder), people);
    }

    private static TrainingData Split(List<Example> city, List<Example> people)
    {
        var kept = people.Count - (people.Count + 4) / 5;
        var seen = new Dictionary<string, int>();
        var baseHeldOut = new List<Example>();
        var training = new List<Example>(city.Count + people.Count);
        foreach (var example in city)
        {
            var count = seen[example.Label] = seen.GetValueOrDefault(example.Label) + 1;
            (count % BaseHeldOutEvery == 0 ? baseHeldOut : training).Add(example);
        }
        training.AddRange(people.Take(kept));
        if (people.Count - kept >= EnoughPeople) baseHeldOut.Clear();
        return new TrainingData(training, [.. people.Skip(kept), .. baseHeldOut], people.Count, people.Count - kept, baseHeldOut.Count);
    }

    private static List<Example> ReadCity(string folder) => [.. File.ReadLines(Path.Combine(folder, "training.jsonl")).Where(l => l.Length > 0)
        .Select(l => JsonSerializer.Deserialize<TrainingLine>(l, JsonSerializerOptions.Web)!).Select(t => new Example(t.Subject ?? "", t.Body ?? "", t.Label))];

    private sealed record TrainingLine(string? Subject, string? Body, string Label);
}
