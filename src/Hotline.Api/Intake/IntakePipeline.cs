using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Api.Routing;
using Hotline.Domain;
using Hotline.Domain.Tickets;

namespace Hotline.Api.Intake;

/// <summary>
/// The one queue in. Doors wait here until their message is on disk; whoever arrives meanwhile shares the next transaction
/// (group commit). The queue is bounded: when it is full the door says so, and nothing is taken that could be lost.
/// </summary>
internal sealed class IntakePipeline : BackgroundService
{
    private readonly Channel<Waiting> _queue;
    private readonly IntakeWriter _writer;
    private readonly TicketFactory _factory;
    private readonly PersonalData _personal;
    private readonly TimeProvider _clock;
    private readonly ILogger<IntakePipeline> _log;
    private readonly int _batchSize;
    private readonly RoutingSignal _routing;
    private long _committed, _duplicates, _refused, _quarantined;
    private int _depth, _lastBatch;

    public IntakePipeline(IntakeWriter writer, TicketFactory factory, PersonalData personal, RoutingSignal routing, TimeProvider clock, HotlineOptions options, IMeterFactory meters, ILogger<IntakePipeline> log)
    {
        (_writer, _factory, _personal, _routing, _clock, _log, _batchSize) = (writer, factory, personal, routing, clock, log, options.Intake.BatchSize);
        Capacity = options.Intake.Capacity;
        _queue = System.Threading.Channels.Channel.CreateUnbounded<Waiting>(new UnboundedChannelOptions { SingleReader = true });
        meters.Create(Telemetry.Name).CreateObservableGauge("hotline.intake.depth", () => _depth, description: "Messages waiting for their commit");
    }

    private sealed record Waiting(PreparedMessage Message, TaskCompletionSource<IntakeReceipt> Done);

    public int Capacity { get; }

    public IntakeStatus Status => new(Volatile.Read(ref _depth), Capacity, Interlocked.Read(ref _committed), Interlocked.Read(ref _duplicates),
        Interlocked.Read(ref _refused), Interlocked.Read(ref _quarantined), Volatile.Read(ref _lastBatch));

    public static readonly Error Full = new(ErrorKind.TooMany, "intake.full") { Extensions = new Dictionary<string, object?> { ["retryAfter"] = 2 } };

    /// <summary>Returns when the message is durable. The same (account, provider id) gets the same receipt for ever.</summary>
    public async Task<Result<IntakeReceipt>> Submit(IntakeRequest request)
    {
        var all = await Submit([request]);
        return all.Error is { } error ? error : all.Value![0];
    }

    /// <summary>A batch is taken whole or not at all.</summary>
    public async Task<Result<IReadOnlyList<IntakeReceipt>>> Submit(IReadOnlyList<IntakeRequest> requests)
    {
        if (Interlocked.Add(ref _depth, requests.Count) > Capacity)
        {
            Interlocked.Add(ref _depth, -requests.Count);
            Interlocked.Add(ref _refused, requests.Count);
            return Full;
        }
        var waiting = new List<Waiting>(requests.Count);
        foreach (var request in requests)
        {
            waiting.Add(new Waiting(_factory.Prepare(request, _clock.GetUtcNow()), new(TaskCreationOptions.RunContinuationsAsynchronously)));
            _queue.Writer.TryWrite(waiting[^1]);
        }
        var receipts = new IntakeReceipt[waiting.Count];
        for (var i = 0; i < receipts.Length; i++) receipts[i] = await waiting[i].Done.Task;
        return receipts;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Waiting>(_batchSize);
        while (await Available(stoppingToken))
        {
            batch.Clear();
            while (batch.Count < _batchSize && _queue.Reader.TryRead(out var next)) batch.Add(next);
            await Commit(batch);
            Interlocked.Add(ref _depth, -batch.Count);
            Volatile.Write(ref _lastBatch, batch.Count);
        }
    }

    /// <summary>False when stopping and the queue is drained: whoever already waits still gets a true answer.</summary>
    private async Task<bool> Available(CancellationToken stopping)
    {
        try { return await _queue.Reader.WaitToReadAsync(stopping); }
        catch (OperationCanceledException) { return _queue.Reader.TryPeek(out _); }
    }

    private async Task Commit(List<Waiting> batch)
    {
        // The same message twice in one batch is one message: the later waiters get the first one's receipt.
        var distinct = batch.GroupBy(w => (w.Message.Stored.ChannelAccount, w.Message.Stored.ProviderId)).ToList();
        // What one person texts in one breath is read one after the other: the second may go on with the ticket of the first.
        var (now, later, heard) = (new List<IGrouping<(string, string), Waiting>>(), new List<Waiting>(), new HashSet<string>());
        foreach (var group in distinct)
            if (group.First().Message is not { Request.IsConversation: true, Resident.ContactIndex: { } who } || heard.Add(who)) now.Add(group);
            else later.AddRange(group);
        await Commit(now);
        if (later.Count > 0) await Commit(later);
    }

    private async Task Commit(List<IGrouping<(string, string), Waiting>> distinct)
    {
        try
        {
            var receipts = await _writer.Write([.. distinct.Select(g => g.First().Message)]);
            _routing.Arrived(distinct.Count);
            for (var i = 0; i < distinct.Count; i++) Complete(distinct[i], receipts[i]);
        }
#pragma warning disable CA1031 // the loop must outlive any failure of the database; each waiter is told
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (distinct.Count > 1)
            {
                _log.LogWarning(e, "A batch of {Count} messages failed; trying them one by one", distinct.Count);
                foreach (var group in distinct) await Commit([group]);
                return;
            }
            _log.LogError(e, "A message could not be stored; its door is told so");
            foreach (var waiter in distinct.SelectMany(g => g)) waiter.Done.TrySetException(e);
        }
    }

    private void Complete(IEnumerable<Waiting> group, IntakeWriter.Written written)
    {
        var code = written.TicketId is { } id ? QueryCode.Derive(_personal.QueryCodeKey, id) : null;
        var duplicate = written.Duplicate;
        foreach (var waiter in group)
        {
            Interlocked.Increment(ref duplicate ? ref _duplicates : ref _committed);
            if (!duplicate && written.Error is not null) Interlocked.Increment(ref _quarantined);
            waiter.Done.TrySetResult(new IntakeReceipt(written.MessageId, written.TicketId, written.TicketNumber, code, duplicate, written.Error));
            duplicate = true;
        }
    }
}

/// <param name="Depth">Messages waiting for their commit now.</param>
/// <param name="Committed">Messages stored since the start of this process.</param>
internal sealed record IntakeStatus(int Depth, int Capacity, long Committed, long Duplicates, long Refused, long Quarantined, int LastBatchSize);
