using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Hotline.Bench.Doors;

namespace Hotline.Bench.Replay;

/// <summary>Counts of a run.</summary>
internal sealed class ReplayTally
{
    private int _sent, _accepted, _duplicate, _waits;

    public int Sent => _sent;
    public int Accepted => _accepted;
    public int Duplicate => _duplicate;
    /// <summary>How often the server asked to come again later.</summary>
    public int Waits => _waits;
    /// <summary>Refusals by reason, such as <c>400</c> or <c>bad line</c>.</summary>
    public ConcurrentDictionary<string, int> Refused { get; } = new();
    /// <summary>The first reasons in words.</summary>
    public ConcurrentQueue<string> Reasons { get; } = new();
    public ConcurrentBag<double> Milliseconds { get; } = [];
    public TimeSpan Elapsed { get; set; }

    public void Count(DoorAnswer answer, string id, double milliseconds)
    {
        Interlocked.Increment(ref _sent);
        Milliseconds.Add(milliseconds);
        if (answer.Outcome == Outcome.Accepted) Interlocked.Increment(ref _accepted);
        else if (answer.Outcome == Outcome.Duplicate) Interlocked.Increment(ref _duplicate);
        else Refuse($"status {answer.Status}", $"{id}: status {answer.Status} {answer.Detail}");
    }

    public void CountWait() => Interlocked.Increment(ref _waits);

    public void Refuse(string kind, string reason)
    {
        Refused.AddOrUpdate(kind, 1, (_, n) => n + 1);
        if (Reasons.Count < 10) Reasons.Enqueue(reason);
    }
}

/// <summary>Feeds lines through a door over several connections at a given pace, and loses none.</summary>
internal sealed class ReplayRun(Func<IDoor> open, int connections, double? perSecond)
{
    private const int MostTries = 8;

    public ReplayTally Tally { get; } = new();

    /// <param name="lines">Read while sending: the file may be longer than the memory.</param>
    /// <param name="step">Called after each line, whatever became of it.</param>
    /// <exception cref="BenchException">The server went away and did not come back.</exception>
    public async Task Send(IEnumerable<ReplayLine> lines, Action step, CancellationToken ct)
    {
        var queue = Channel.CreateBounded<ReplayMessage>(connections * 2);
        var watch = Stopwatch.StartNew();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var senders = Enumerable.Range(0, connections).Select(_ => Task.Run(() => Work(queue.Reader, step, stop), CancellationToken.None)).ToList();
        try
        {
            await Fill(lines, queue.Writer, step, watch, stop.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested) { /* a sender gave up; its reason is thrown below */ }
        finally
        {
            queue.Writer.TryComplete();
            Tally.Elapsed = watch.Elapsed;
        }
        try { await Task.WhenAll(senders); }
        catch (OperationCanceledException) when (senders.Find(s => s.IsFaulted)?.Exception is { InnerException: { } cause }) { throw cause; }
        finally { Tally.Elapsed = watch.Elapsed; }
    }

    private async Task Fill(IEnumerable<ReplayLine> lines, ChannelWriter<ReplayMessage> queue, Action step, Stopwatch watch, CancellationToken ct)
    {
        var sent = 0;
        foreach (var line in lines)
        {
            if (line.Message is not { } message)
            {
                Tally.Refuse("bad line", line.Error!);
                step();
                continue;
            }
            // Due times come from the start, so a late message does not make all the following later.
            if (perSecond is { } rate && TimeSpan.FromSeconds(sent / rate) - watch.Elapsed is { Ticks: > 0 } early) await Task.Delay(early, ct);
            await queue.WriteAsync(message, ct);
            sent++;
        }
    }

    private async Task Work(ChannelReader<ReplayMessage> queue, Action step, CancellationTokenSource stop)
    {
        try
        {
            using var door = open();
            await foreach (var message in queue.ReadAllAsync(stop.Token))
            {
                await Deliver(door, message, stop.Token);
                step();
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await stop.CancelAsync();
            throw;
        }
    }

    private async Task Deliver(IDoor door, ReplayMessage message, CancellationToken ct)
    {
        for (var unanswered = 0; ;)
        {
            var started = Stopwatch.GetTimestamp();
            DoorAnswer answer;
            try
            {
                answer = await door.Send(message, ct);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException { InnerException: TimeoutException })
            {
                // Asking again is safe: the message keeps its identity.
                if (++unanswered == MostTries) throw new BenchException($"The server does not answer any more: {e.Message}");
                await Task.Delay(TimeSpan.FromMilliseconds(100 << unanswered), ct);
                continue;
            }
            if (answer.Outcome != Outcome.Busy)
            {
                Tally.Count(answer, message.Id, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                return;
            }
            Tally.CountWait();
            await Task.Delay(answer.Wait, ct);
        }
    }
}
