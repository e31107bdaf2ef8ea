using Hotline.Api.Data;
using Hotline.Api.Distribution;
using Hotline.Domain.Calls;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Api.Tests;

/// <summary>
/// Calls find their agents. A call comes in as whoever carries calls brings it: a record of the call, then the waiting line. Nobody
/// carries these; where somebody must, a stand-in for a telephone provider does.
/// </summary>
public abstract class TheFloor : ThroughTheFrontDoor, IDisposable
{
    private readonly List<HotlineHost> _hosts = [];
    private int _calls;

    protected TheFloor(HostFixture fixture) : base(fixture) { }

    public void Dispose()
    {
        foreach (var host in _hosts) host.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A floor of its own; browsers are not asked for signs of life unless a test says so.</summary>
    protected HotlineHost Floor(params (string Key, string? Value)[] settings)
    {
        var host = Fixture.With([("Hotline:Distribution:LostAfter", "12:00:00"), .. settings]);
        _hosts.Add(host);
        return host;
    }

    /// <summary>The same where a stand-in for a telephone provider carries every call.</summary>
    private protected (HotlineHost Floor, StandInExecutor Provider) FloorWithTelephones(params (string Key, string? Value)[] settings)
    {
        var provider = new StandInExecutor();
        var host = Fixture.With(services => services.AddSingleton<ICallExecutor>(provider), [("Hotline:Distribution:LostAfter", "12:00:00"), .. settings]);
        _hosts.Add(host);
        return (host, provider);
    }

    protected static T The<T>(HotlineHost host) where T : notnull => host.Services.GetRequiredService<T>();

    /// <summary>Somebody calls and joins the line.</summary>
    protected async Task<Guid> Calls(HotlineHost host, string? topic = null, string language = "zh-CN", bool enterprise = false, int priority = 0, int waitedSeconds = 0)
    {
        await using var db = await The<IDbContextFactory<HotlineDb>>(host).CreateDbContextAsync();
        var now = host.Clock.GetUtcNow();
        var call = Call.Begin(Guid.CreateVersion7(now), $"line-{++_calls}", now);
        call.Take(new CallReport(CallHappening.Ringing, now, Dialled: "12345"));
        db.Calls.Add(call);
        await db.SaveChangesAsync();
        await The<IWaitingLine>(host).Join(new WaitingCall(call.Id, topic, language, enterprise, priority, now.AddSeconds(-waitedSeconds)), CancellationToken.None);
        return call.Id;
    }

    protected static async Task<Json> Seat(Person person) => (await person.Get("/api/line/seat")).Ok();

    protected static async Task<Json> Say(Person person, string state, string? reason = null) => (await person.Put("/api/line/seat", new { state, reason })).Ok();

    /// <summary>The seat once it looks as asked; fails when it never does.</summary>
    protected static async Task<Json> SeatWhen(Person person, Func<Json, bool> looks, string what)
    {
        var seat = await Seat(person);
        await Eventually.Holds(async () => looks(seat = await Seat(person)), $"{person.UserName}: {what}");
        return seat;
    }

    protected static Task<Json> Offered(Person person, Guid call) => SeatWhen(person, s => s["offers"].Items.Any(o => o["id"].Id == call), $"call {call} is offered");
    protected static Task<Json> Is(Person person, string state) => SeatWhen(person, s => s["state"].Text == state, state);

    protected async Task<Guid> Spoken(HotlineHost floor, Person agent)
    {
        await Say(agent, "Ready");
        var call = await Calls(floor);
        await Offered(agent, call);
        (await agent.Post($"/api/line/offers/{call}/accept", new { })).Ok();
        return call;
    }

    /// <summary>A telephone provider that does as it is told and keeps what it was asked.</summary>
    private protected sealed class StandInExecutor : ICallExecutor
    {
        public RingOutcome NextRing { get; set; } = RingOutcome.Ringing;
        public PartyOutcome Next { get; set; } = PartyOutcome.Done;
        public List<Guid> Rung { get; } = [];
        public List<string> Asked { get; } = [];

        public Task<bool> Carries(Guid callId, CancellationToken ct) => Task.FromResult(true);

        public Task<RingOutcome> Ring(Guid callId, Guid agentAccountId, CancellationToken ct)
        {
            var outcome = NextRing;
            NextRing = RingOutcome.Ringing;
            Rung.Add(agentAccountId);
            return Task.FromResult(outcome);
        }

        public Task Cancel(Guid callId, Guid agentAccountId, CancellationToken ct) => Task.CompletedTask;
        public Task<PartyOutcome> Hold(Guid callId, CancellationToken ct) => Answer("hold");
        public Task<PartyOutcome> Resume(Guid callId, CancellationToken ct) => Answer("resume");
        public Task<PartyOutcome> Transfer(Guid callId, CallTarget target, CancellationToken ct) => Answer("transfer");
        public Task<PartyOutcome> AddParty(Guid callId, CallTarget target, CancellationToken ct) => Answer($"party {target.Number}");
        public Task<PartyOutcome> Monitor(Guid callId, Guid supervisorAccountId, MonitorMode mode, CancellationToken ct) => Answer($"monitor {mode}");
        public Task<PartyOutcome> PauseRecording(Guid callId, bool paused, CancellationToken ct) => Answer("recording");
        public Task<PartyOutcome> End(Guid callId, CancellationToken ct) => Answer("end");

        private Task<PartyOutcome> Answer(string asked)
        {
            Asked.Add(asked);
            return Task.FromResult(Next);
        }
    }
}
