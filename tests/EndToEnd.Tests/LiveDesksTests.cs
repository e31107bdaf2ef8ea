using System.Net.Http.Json;
using System.Text.Json;
using Hotline.Testing;

namespace Hotline.EndToEnd.Tests;

/// <summary>Many desks under load, lines cut at random, the server killed: in the end every desk knows what the database knows.</summary>
public sealed class LiveDesksTests
{
    private const int Desks = 30;
    private const int Messages = 400;

    [Fact]
    public async Task Every_desk_ends_with_the_databases_view_and_sees_no_event_twice()
    {
        await using var hotline = new HotlineProcess(autoDispatch: true);
        await hotline.Start();
        var cookie = await Cookie(hotline);
        using var over = new CancellationTokenSource();
        var desks = Enumerable.Range(0, Desks).Select(i => new Desk(hotline.Address, cookie, new Random(i))).ToList();
        var watching = desks.ConvertAll(d => Task.Run(() => d.Watch(over.Token)));

        await Send(hotline, 0, Messages / 2);
        await hotline.Kill();
        await hotline.Start();
        await Send(hotline, Messages / 2, Messages);

        var (head, truth) = await Truth(hotline, cookie);
        foreach (var desk in desks) await desk.Reaches(head);
        await over.CancelAsync();
        await Task.WhenAll(watching);
        foreach (var desk in desks)
        {
            // A later event, such as a topic that was told, may have come meanwhile.
            var applied = desk.Applied.TakeWhile(e => e.Key <= head).ToList();
            applied.Count.ShouldBe(truth.Count, "each event once");
            applied.Select(e => e.Key).ShouldBe(truth.Keys);
            applied.Select(e => e.Value).ShouldBe(truth.Values);
            desk.Cuts.ShouldBeGreaterThan(0);
        }
    }

    /// <summary>What the console does: apply what is newer than the last number, ask again after it when a line comes back.</summary>
    private sealed class Desk(Uri address, string cookie, Random random)
    {
        private readonly TaskCompletionSource[] _changed = [new(TaskCreationOptions.RunContinuationsAsynchronously)];
        private long _last;

        /// <summary>Number to entity and version, in the order applied.</summary>
        public SortedDictionary<long, string> Applied { get; } = [];
        public int Cuts { get; private set; }

        public async Task Watch(CancellationToken over)
        {
            while (!over.IsCancellationRequested)
            {
                try
                {
                    await using var line = await DeskClient.Connect(address, cookie);
                    await line.Resume(Interlocked.Read(ref _last));
                    // Cut after a random number of batches; the next connection resumes.
                    for (var batches = random.Next(3, 25); batches > 0; batches--) Apply(await line.Batches.ReadAsync(over));
                    await line.Cut();
                    Cuts++;
                }
                catch (OperationCanceledException) { return; }
                catch (Exception e) when (e is System.Net.WebSockets.WebSocketException or HttpRequestException or System.Threading.Channels.ChannelClosedException or TimeoutException)
                {
                    await Task.Delay(50, CancellationToken.None);   // the server is away
                }
            }
        }

        private void Apply(Json batch)
        {
            // A batch from before the resume was heard leaves a gap: it is not applied, what resume asked for comes behind it.
            if (batch["after"].Number > _last) return;
            foreach (var notice in batch["items"].Items.Where(n => n["seq"].Number > _last))
                Applied.Add(notice["seq"].Number, $"{notice["id"].Text} {notice["version"].Number} {notice["kind"].Text}");
            Interlocked.Exchange(ref _last, batch["upTo"].Number);
            Interlocked.Exchange(ref _changed[0], new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }

        public async Task Reaches(long head)
        {
            while (Interlocked.Read(ref _last) < head)
            {
                var next = Volatile.Read(ref _changed[0]).Task;
                if (Interlocked.Read(ref _last) >= head) return;
                await next.WaitAsync(TimeSpan.FromSeconds(60));
            }
        }
    }

    private static async Task Send(HotlineProcess hotline, int from, int to)
    {
        using var http = new HttpClient { BaseAddress = hotline.Address, DefaultRequestHeaders = { { "X-Api-Key", "demo-intake-key" } } };
        await Parallel.ForEachAsync(Enumerable.Range(from, to - from), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (i, ct) =>
            (await http.PostAsJsonAsync("/api/intake/messages", new { externalId = $"live-{i}", body = $"听泉路夜市的烧烤摊油烟很大，第{i}次反映。" }, ct)).EnsureSuccessStatusCode());
    }

    private static async Task<string> Cookie(HotlineProcess hotline)
    {
        using var http = new HttpClient { BaseAddress = hotline.Address };
        var answer = await http.PostAsJsonAsync("/api/session", new { userName = "agent1", password = "Hotline-demo-1" });
        return string.Join("; ", answer.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0]));
    }

    /// <summary>The log's end once every message is routed, and the whole log by the API.</summary>
    private static async Task<(long Head, SortedDictionary<long, string> Log)> Truth(HotlineProcess hotline, string cookie)
    {
        using var http = new HttpClient { BaseAddress = hotline.Address, DefaultRequestHeaders = { { "Cookie", cookie } } };
        var log = new SortedDictionary<long, string>();
        long after = 0;
        var patience = DateTime.UtcNow.AddSeconds(60);
        while (log.Values.Count(v => v.EndsWith("TicketSuggested", StringComparison.Ordinal)) < Messages && DateTime.UtcNow < patience)
        {
            var page = await http.GetFromJsonAsync<JsonElement>($"/api/events?after={after}&limit=1000");
            foreach (var e in page.GetProperty("items").EnumerateArray())
                log[e.GetProperty("seq").GetInt64()] = $"{e.GetProperty("id").GetString()} {e.GetProperty("version").GetInt32()} {e.GetProperty("kind").GetString()}";
            after = page.GetProperty("upTo").GetInt64();
        }
        log.Keys.ShouldBe(Enumerable.Range(1, log.Count).Select(i => (long)i), "the log has no gap");
        return (after, log);
    }
}
