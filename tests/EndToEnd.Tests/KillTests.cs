using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;

namespace Hotline.EndToEnd.Tests;

public sealed class KillTests
{
    private const int Rounds = 4;
    private const int Senders = 12;

    private sealed record Receipt(string TicketNumber, string QueryCode, Guid TicketId, bool Duplicate);

    [Fact]
    public async Task What_was_acknowledged_survives_being_killed_under_load_and_nothing_is_there_twice()
    {
        await using var hotline = new HotlineProcess();
        var acknowledged = new ConcurrentDictionary<string, Receipt>();
        var sent = new ConcurrentBag<string>();
        for (var round = 0; round < Rounds; round++)
        {
            await hotline.Start();
            await KillUnderLoad(hotline, round, sent, acknowledged);
        }

        await hotline.Start();
        using var http = Door(hotline);
        // Every message again, as a careful sender would: those acknowledged must be known, the others come in now.
        var final = new Dictionary<string, Receipt>();
        foreach (var chunk in sent.Distinct().Chunk(500))
        {
            var answer = await http.PostAsJsonAsync("/api/intake/messages", chunk.Select(Message));
            foreach (var (id, item) in chunk.Zip((await answer.Content.ReadFromJsonAsync<JsonElement>()).EnumerateArray()))
                final[id] = item.Deserialize<Receipt>(JsonSerializerOptions.Web)!;
        }
        foreach (var (id, before) in acknowledged)
        {
            final[id].Duplicate.ShouldBeTrue($"{id} was acknowledged and is gone");
            (final[id].TicketNumber, final[id].QueryCode, final[id].TicketId).ShouldBe((before.TicketNumber, before.QueryCode, before.TicketId));
        }

        var inQueue = await AllTickets(hotline);
        inQueue.Count.ShouldBe(final.Count);
        inQueue.Distinct().Count().ShouldBe(final.Count);
        inQueue.ToHashSet().SetEquals(final.Values.Select(r => r.TicketNumber)).ShouldBeTrue();
        acknowledged.Count.ShouldBeGreaterThan(Rounds * 100);
    }

    /// <summary>Posts until a number of answers has come that differs by round, then kills in the middle of the stream.</summary>
    private static async Task KillUnderLoad(HotlineProcess hotline, int round, ConcurrentBag<string> sent, ConcurrentDictionary<string, Receipt> acknowledged)
    {
        using var http = Door(hotline);
        var answers = 0;
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var senders = Enumerable.Range(0, Senders).Select(sender => Task.Run(async () =>
        {
            for (var i = 0; ; i++)
            {
                var id = $"{round}-{sender}-{i}";
                sent.Add(id);
                try
                {
                    var answer = await http.PostAsJsonAsync("/api/intake/messages", Message(id));
                    answer.EnsureSuccessStatusCode();
                    acknowledged[id] = (await answer.Content.ReadFromJsonAsync<Receipt>(JsonSerializerOptions.Web))!;
                }
                catch (HttpRequestException) { return; }    // the power is off
                catch (IOException) { return; }
                if (Interlocked.Increment(ref answers) == 150 + 137 * round) enough.TrySetResult();
            }
        })).ToList();
        await enough.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await hotline.Kill();
        await Task.WhenAll(senders);
    }

    private static object Message(string id) => new { externalId = id, sender = "19900000000", subject = $"路灯不亮 {id}", body = $"听泉路的路灯不亮了，编号{id}。", receivedAt = "2026-11-20T08:00:00+08:00" };

    private static HttpClient Door(HotlineProcess hotline) => new() { BaseAddress = hotline.Address, DefaultRequestHeaders = { { "X-Api-Key", "demo-intake-key" } }, Timeout = TimeSpan.FromSeconds(60) };

    private static async Task<List<string>> AllTickets(HotlineProcess hotline)
    {
        using var http = new HttpClient { BaseAddress = hotline.Address };
        (await http.PostAsJsonAsync("/api/session", new { userName = "agent1", password = "Hotline-demo-1" })).EnsureSuccessStatusCode();
        var numbers = new List<string>();
        string? after = "";
        while (after is not null)
        {
            var page = await http.GetFromJsonAsync<JsonElement>($"/api/tickets?limit=200&after={after}");
            numbers.AddRange(page.GetProperty("items").EnumerateArray().Select(t => t.GetProperty("number").GetString()!));
            after = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        return numbers;
    }
}
