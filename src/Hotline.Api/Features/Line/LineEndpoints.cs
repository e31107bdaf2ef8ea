using Hotline.Api.Platform;

namespace Hotline.Api.Features.Line;

/// <summary>The addresses of the floor: one's own seat, offers, the call one is on, the supervisors' wallboard, skills.</summary>
internal static class LineEndpoints
{
    public static void Map(RouteGroupBuilder line)
    {
        MapSeat(line);
        MapCalls(line.MapGroup("/calls/{id:guid}"));
        line.MapGet("/wallboard", (IHandler<GetWallboard, WallboardView> get, CancellationToken ct) => get.Handle(new GetWallboard(), ct).ToHttp())
            .WithName(nameof(GetWallboard)).WithSummary("Who waits, who is there, how well it goes").Produces<WallboardView>().ProducesProblem(403);
        line.MapPost("/seats/{id:guid}/log-out", (Guid id, IHandler<LogOutSeat, Done> logOut, CancellationToken ct) => logOut.Handle(new LogOutSeat(id), ct).ToHttp())
            .WithName(nameof(LogOutSeat)).WithSummary("End an agent's turn").Produces(204).ProducesProblem(403).ProducesProblem(404);
        line.MapGet("/skills", (IHandler<ListSkills, IReadOnlyList<SkillLine>> list, CancellationToken ct) => list.Handle(new ListSkills(), ct).ToHttp())
            .WithName(nameof(ListSkills)).WithSummary("What each agent can do").Produces<IReadOnlyList<SkillLine>>().ProducesProblem(403);
        line.MapPut("/skills/{userName}", (string userName, SaveSkills body, IHandler<SaveSkills, SkillLine> save, CancellationToken ct) => { body.UserName = userName; return save.Handle(body, ct).ToHttp(); })
            .WithName(nameof(SaveSkills)).WithSummary("Say what an agent can do").Produces<SkillLine>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(404);
    }

    private static void MapSeat(RouteGroupBuilder line)
    {
        line.MapGet("/seat", (IHandler<GetSeat, SeatView> get, CancellationToken ct) => get.Handle(new GetSeat(), ct).ToHttp())
            .WithName(nameof(GetSeat)).WithSummary("Your state, what is offered to you and how long the line is").Produces<SeatView>().ProducesProblem(403);
        line.MapPut("/seat", (SaySeat body, IHandler<SaySeat, SeatView> say, CancellationToken ct) => say.Handle(body, ct).ToHttp())
            .WithName(nameof(SaySeat)).WithSummary("Say what you do: ready, break, busy, training, offline").Produces<SeatView>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(409);
        line.MapPut("/seat/phone", (TakePhone body, IHandler<TakePhone, SeatView> take, CancellationToken ct) => take.Handle(body, ct).ToHttp())
            .WithName(nameof(TakePhone)).WithSummary("This tab has the telephone").Produces<SeatView>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(409);
        line.MapPost("/seat/phone/pass", (IHandler<GetPhonePass, PhonePass> pass, CancellationToken ct) => pass.Handle(new GetPhonePass(), ct).ToHttp())
            .WithName(nameof(GetPhonePass)).WithSummary("A pass for the browser's telephone").Produces<PhonePass>().ProducesProblem(403).ProducesProblem(409);
        line.MapPost("/seat/wrap-up/extend", (IHandler<ExtendWrapUp, SeatView> extend, CancellationToken ct) => extend.Handle(new ExtendWrapUp(), ct).ToHttp())
            .WithName(nameof(ExtendWrapUp)).WithSummary("As much time again for the notes").Produces<SeatView>().ProducesProblem(403).ProducesProblem(409);
        line.MapGet("/colleagues", (IHandler<ListReadyColleagues, IReadOnlyList<ReadyColleague>> list, CancellationToken ct) => list.Handle(new ListReadyColleagues(), ct).ToHttp())
            .WithName(nameof(ListReadyColleagues)).WithSummary("Who could take a call over now").Produces<IReadOnlyList<ReadyColleague>>().ProducesProblem(403);
        line.MapPost("/offers/{id:guid}/accept", (Guid id, AcceptBody body, IHandler<AcceptOffer, SeatView> accept, CancellationToken ct) => accept.Handle(new AcceptOffer(id, body.Tab), ct).ToHttp())
            .WithName(nameof(AcceptOffer)).WithSummary("Take the call or message that is offered to you").Produces<SeatView>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        line.MapPost("/offers/{id:guid}/decline", (Guid id, IHandler<DeclineOffer, SeatView> decline, CancellationToken ct) => decline.Handle(new DeclineOffer(id), ct).ToHttp())
            .WithName(nameof(DeclineOffer)).WithSummary("Let it go on to the next one").Produces<SeatView>().ProducesProblem(403).ProducesProblem(404);
    }

    private static void MapCalls(RouteGroupBuilder call)
    {
        call.MapPost("/hold", (Guid id, IHandler<HoldCall, SeatView> hold, CancellationToken ct) => hold.Handle(new HoldCall(id), ct).ToHttp())
            .WithName(nameof(HoldCall)).WithSummary("The caller hears music").Produces<SeatView>().ProducesProblem(403).ProducesProblem(409).ProducesProblem(503);
        call.MapPost("/resume", (Guid id, IHandler<ResumeCall, SeatView> resume, CancellationToken ct) => resume.Handle(new ResumeCall(id), ct).ToHttp())
            .WithName(nameof(ResumeCall)).WithSummary("Speak with the caller again").Produces<SeatView>().ProducesProblem(403).ProducesProblem(409).ProducesProblem(503);
        call.MapPost("/end", (Guid id, IHandler<EndCall, SeatView> end, CancellationToken ct) => end.Handle(new EndCall(id), ct).ToHttp())
            .WithName(nameof(EndCall)).WithSummary("Your part of the call is over").Produces<SeatView>().ProducesProblem(403).ProducesProblem(409).ProducesProblem(503);
        call.MapPost("/transfer", (Guid id, TargetBody body, IHandler<TransferCall, SeatView> transfer, CancellationToken ct) => transfer.Handle(new TransferCall(id, body.UserName, body.Number), ct).ToHttp())
            .WithName(nameof(TransferCall)).WithSummary("Hand the call to a colleague or a number").Produces<SeatView>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(409).ProducesProblem(503);
        call.MapPost("/parties", (Guid id, TargetBody body, IHandler<AddCallParty, SeatView> add, CancellationToken ct) => add.Handle(new AddCallParty(id, body.UserName, body.Number), ct).ToHttp())
            .WithName(nameof(AddCallParty)).WithSummary("Bring a third one in: a colleague, 110, 119, 120, 122, 12356, a number").Produces<SeatView>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(409).ProducesProblem(503);
        call.MapPost("/recording", (Guid id, RecordingBody body, IHandler<PauseRecording, SeatView> pause, CancellationToken ct) => pause.Handle(new PauseRecording(id, body.Paused ?? true), ct).ToHttp())
            .WithName(nameof(PauseRecording)).WithSummary("Silence the recording while an identity number is said").Produces<SeatView>().ProducesProblem(403).ProducesProblem(409).ProducesProblem(503);
        call.MapPost("/monitor", (Guid id, MonitorBody body, IHandler<MonitorCall, Done> monitor, CancellationToken ct) => monitor.Handle(new MonitorCall(id, body.Mode), ct).ToHttp())
            .WithName(nameof(MonitorCall)).WithSummary("Listen in, whisper to the agent, or speak with both").Produces(204).ProducesProblem(400).ProducesProblem(403).ProducesProblem(409).ProducesProblem(503);
    }
}
