using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Departments;
using Hotline.Domain.Search;
using Hotline.Domain.Staff;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Classifier;

/// <summary>Examples whose texts are the same or nearly so and whose categories differ: the knowledge keeper decides which of them teach.</summary>
[Allow(Role.Administrator, Role.Supervisor)]
internal sealed record ListContradictions;

/// <summary>One person's decision.</summary>
internal sealed record ExampleView(Guid Id, Guid TicketId, string TicketNumber, string Subject, string Body, string CategoryCode, string CategoryName, LabelReason Why, string DecidedByName, DateTimeOffset DecidedAt, int? ModelVersion);

/// <summary>Examples that contradict each other, newest first.</summary>
internal sealed record Contradiction(IReadOnlyList<ExampleView> Examples);

/// <summary>Takes an example out of the training data; the ticket stays as it is.</summary>
[Allow(Role.Administrator)]
internal sealed record DropExample(Guid Id);

internal sealed class ListContradictionsHandler(HotlineDb db, City city) : IHandler<ListContradictions, IReadOnlyList<Contradiction>>
{
    /// <summary>The newest so many examples are compared: a few hundred milliseconds.</summary>
    private const int MostExamples = 5_000;
    private const int MostShown = 100;
    /// <summary>Tokens in common over tokens in either, from which two texts are nearly the same.</summary>
    private const double NearlySame = 0.7;
    /// <summary>A token in more texts than this tells nothing of which are alike.</summary>
    private const int CommonToken = 200;

    public async Task<Result<IReadOnlyList<Contradiction>>> Handle(ListContradictions request, CancellationToken ct)
    {
        var rows = await db.Examples.AsNoTracking().Where(e => e.DroppedAt == null).OrderByDescending(e => e.Id).Take(MostExamples)
            .Join(db.Tickets, e => e.TicketId, t => t.Id, (e, t) => new { Example = e, t.Number, t.Subject, t.Body }).ToListAsync(ct);
        // Of several decisions about one ticket the last counts.
        var examples = rows.OrderByDescending(r => r.Example.Id).DistinctBy(r => r.Example.TicketId).Select(r => new ExampleView(r.Example.Id, r.Example.TicketId, r.Number, r.Subject, r.Body,
            r.Example.CategoryCode, CategoryNames.Of(city, r.Example.CategoryCode), r.Example.Why, r.Example.DecidedByName, r.Example.DecidedAt, r.Example.ModelVersion)).ToList();
        return Groups(examples).Take(MostShown).Select(g => new Contradiction(g)).ToList();
    }

    /// <summary>Joins texts that are alike, then keeps the groups with more than one category.</summary>
    private static IEnumerable<List<ExampleView>> Groups(List<ExampleView> examples)
    {
        var tokens = examples.ConvertAll(e => SearchTokens.Of($"{e.Subject}\n{e.Body}").ToHashSet());
        var texts = new Dictionary<string, List<int>>();
        var group = Enumerable.Range(0, examples.Count).ToArray();
        for (var i = 0; i < examples.Count; i++)
        {
            var shared = new Dictionary<int, int>();
            foreach (var token in tokens[i])
            {
                if (!texts.TryGetValue(token, out var others)) texts[token] = others = [];
                if (others.Count > CommonToken) continue;
                foreach (var other in others) shared[other] = shared.GetValueOrDefault(other) + 1;
                others.Add(i);
            }
            // Common tokens are not counted, so the count is a lower bound; who comes near is compared in full.
            foreach (var (other, count) in shared)
                if (count * 4 >= tokens[i].Count && Alike(tokens[i], tokens[other])) group[Root(i)] = Root(other);
        }
        return examples.Select((e, i) => (e, Root(i))).GroupBy(e => e.Item2, e => e.e).Select(g => g.ToList()).Where(g => g.DistinctBy(e => e.CategoryCode).Count() > 1);

        int Root(int i)
        {
            while (group[i] != i) i = group[i] = group[group[i]];
            return i;
        }
    }

    private static bool Alike(HashSet<string> a, HashSet<string> b)
    {
        var common = a.Count(b.Contains);
        return common >= NearlySame * (a.Count + b.Count - common);
    }
}

internal sealed class DropExampleHandler(HotlineDb db, CurrentActor actor, TimeProvider clock) : IHandler<DropExample, Done>
{
    public async Task<Result<Done>> Handle(DropExample request, CancellationToken ct)
    {
        if (await db.Examples.FindAsync([request.Id], ct) is not { } example) return Error.NotFound("example");
        if (example.DroppedAt is null) example.Drop(actor.Required, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return Done.Instance;
    }
}
