using Hotline.Domain.CallFlows;

namespace Hotline.Domain.Tests.CallFlows;

public sealed class CallFlowRunTests
{
    private const int Flows = 400;
    private const int InputsEach = 60;

    private static readonly CallMoment Quiet = new(true, true, null, null, TimeSpan.Zero, true);

    [Fact]
    public void Whatever_the_flow_and_the_caller_there_is_an_answer() => ForEachCall((flow, step) =>
    {
        step.Then.ShouldNotBeNull();
        step.Words.ShouldAllBe(w => w.Text.Length > 0 && flow.Languages.Contains(w.Language));
        step.Words.SelectMany(w => w.Text).ShouldNotContain('{');
        (step.Then is CallThen.HangUp).ShouldBe(step.State.Ended);
        if (!step.State.Ended) flow.Nodes.Keys.ShouldContain(step.State.Node);
        step.State.Steps.ShouldBeLessThanOrEqualTo(CallFlowRun.MostSteps + 1);
    });

    [Fact]
    public void A_call_that_is_over_stays_over() => ForEachCall((flow, step) =>
    {
        if (!step.State.Ended) return;
        var again = CallFlowRun.Step(flow, step.State, new CallInput.Keys("1"), Quiet);
        again.Then.ShouldBeOfType<CallThen.HangUp>();
        again.Commands.ShouldBeEmpty();
        again.State.ShouldBe(step.State);
    });

    [Fact]
    public void The_same_input_gives_the_same_answer() => ForEachCall((flow, _) => { }, (flow, state, input, moment) =>
    {
        var (one, two) = (CallFlowRun.Step(flow, state, input, moment), CallFlowRun.Step(flow, state, input, moment));
        System.Text.Json.JsonSerializer.Serialize(two.State).ShouldBe(System.Text.Json.JsonSerializer.Serialize(one.State));
        two.Words.ShouldBe(one.Words);
        two.Commands.ShouldBe(one.Commands);
        two.Then.ToString().ShouldBe(one.Then.ToString());
    });

    [Fact]
    public void The_line_is_joined_and_left_in_turn()
    {
        for (var seed = 0; seed < Flows; seed++)
        {
            var inLine = false;
            Play(seed, (_, step) =>
            {
                foreach (var command in step.Commands)
                    switch (command)
                    {
                        case CallCommand.Join: inLine.ShouldBeFalse(); inLine = true; break;
                        case CallCommand.Leave or CallCommand.KeepPlace when inLine: inLine = false; break;
                        case CallCommand.Leave: inLine.ShouldBeTrue($"seed {seed}"); break;
                    }
                if (step.State.Talk == TalkState.WithAgent) inLine = false;
                step.State.InLine.ShouldBe(inLine, $"seed {seed}");
            });
        }
    }

    [Fact]
    public void Who_does_nothing_reaches_a_person_or_the_tone()
    {
        for (var seed = 0; seed < Flows; seed++)
        {
            var flow = CallFlowText.Parse(RandomFlows.Json(seed));
            var step = CallFlowRun.Step(flow, FlowState.At(flow), new CallInput.Began(), Quiet);
            for (var silences = 0; step.Then is CallThen.Ask; silences++)
            {
                silences.ShouldBeLessThan(100);
                step = CallFlowRun.Step(flow, step.State, new CallInput.Silence(), Quiet);
            }
            (step.Then is CallThen.Wait or CallThen.Record or CallThen.Dial).ShouldBeTrue($"seed {seed}: {step.Then}");
        }
    }

    [Fact]
    public void A_telephone_that_lies_on_its_keys_is_ended()
    {
        var flow = Flow("""
            menu: { "kind": "menu", "say": SAY, "keys": { "1": "menu" }, "otherwise": "message" }
            """);
        var step = CallFlowRun.Step(flow, FlowState.At(flow), new CallInput.Began(), Quiet);
        for (var i = 0; i < CallFlowRun.MostSteps; i++) step = CallFlowRun.Step(flow, step.State, new CallInput.Keys("1"), Quiet);
        step.Then.ShouldBeOfType<CallThen.HangUp>();
    }

    [Fact]
    public void A_caller_waits_hears_the_place_speaks_and_rates()
    {
        var flow = Flow("""
            agent: { "kind": "queue", "say": SAY, "place": { "zh-CN": "第{position}位，{minutes}分钟", "en": "{position} {minutes}" }, "whisper": { "zh-CN": "使用{language}" }, "after": "rating", "full": "message", "closed": "message", "otherwise": "message" }
            rating: { "kind": "rating", "say": SAY, "thanks": SAY, "next": "goodbye" }
            """);
        var step = CallFlowRun.Step(flow, FlowState.At(flow), new CallInput.Began(), Quiet);
        step.Commands.ShouldBe([new CallCommand.Join(null, "zh-CN", false, 0, "使用中文")]);
        step = CallFlowRun.Step(flow, step.State, new CallInput.Silence(), Quiet with { Position = 3, Wait = TimeSpan.FromSeconds(61) });
        step.Words.ShouldHaveSingleItem().Text.ShouldBe("第3位，2分钟");
        step.Commands.ShouldBeEmpty();
        step = CallFlowRun.Step(flow, step.State, new CallInput.AgentJoined(), Quiet);
        (step.Then, step.State.Talk).ShouldBe((new CallThen.Talk(), TalkState.WithAgent));
        CallFlowRun.Step(flow, step.State, new CallInput.Keys("1"), Quiet).Then.ShouldBe(new CallThen.Talk());   // a late key changes nothing
        step = CallFlowRun.Step(flow, step.State, new CallInput.TalkEnded(true), Quiet);
        step.Then.ShouldBeOfType<CallThen.Ask>();
        step = CallFlowRun.Step(flow, step.State, new CallInput.Keys("5"), Quiet);
        step.Commands.ShouldBe([new CallCommand.Rate(5)]);
        (step.Then, step.State.Rating).ShouldBe((new CallThen.HangUp(), 5));
    }

    [Fact]
    public void A_caller_is_promised_a_call_and_the_place_is_kept()
    {
        var flow = Flow("""
            agent: { "kind": "queue", "say": SAY, "place": SAY, "keys": { "2": "back" }, "after": "goodbye", "full": "message", "closed": "message", "otherwise": "message" }
            back: { "kind": "callback", "say": SAY, "kept": SAY, "next": "goodbye", "otherwise": "agent" }
            """);
        var asked = Walk(flow, new CallInput.Keys("2"));
        asked.State.InLine.ShouldBeTrue("nobody loses a place by listening to an offer");
        var kept = CallFlowRun.Step(flow, asked.State, new CallInput.Keys("1"), Quiet);
        kept.Commands.ShouldBe([new CallCommand.KeepPlace()]);
        kept.Then.ShouldBeOfType<CallThen.HangUp>();
        // Declined: the same place, without joining again. An agent who comes while the offer is heard is taken.
        var back = CallFlowRun.Step(flow, asked.State, new CallInput.Silence(), Quiet);
        (back.Commands.Count, back.State.InLine, back.Then is CallThen.Wait).ShouldBe((0, true, true));
        var joined = CallFlowRun.Step(flow, asked.State, new CallInput.AgentJoined(), Quiet);
        joined.Then.ShouldBeOfType<CallThen.Talk>();
        CallFlowRun.Step(flow, joined.State, new CallInput.TalkEnded(true), Quiet).Then.ShouldBeOfType<CallThen.HangUp>();
        // A withheld number cannot be called.
        CallFlowRun.Step(flow, Walk(flow).State, new CallInput.Keys("2"), Quiet with { NumberKnown = false }).Then.ShouldBeOfType<CallThen.Wait>();
    }

    [Fact]
    public void Full_closed_and_too_long_lead_where_the_flow_says()
    {
        const string Queue = """
            agent: { "kind": "queue", "say": SAY, "place": SAY, "officeHours": true, "most": 60, "after": "goodbye", "full": "full", "closed": "closed", "otherwise": "late" }
            full: { "kind": "voicemail", "say": { "zh-CN": "满", "en": "full" }, "next": "goodbye" }
            closed: { "kind": "voicemail", "say": { "zh-CN": "休", "en": "closed" }, "next": "goodbye" }
            late: { "kind": "voicemail", "say": { "zh-CN": "久", "en": "late" }, "next": "goodbye" }
            """;
        var flow = Flow(Queue, withMessage: false);
        CallFlowRun.Step(flow, FlowState.At(flow), new CallInput.Began(), Quiet with { LineOpen = false }).Words[^1].Text.ShouldBe("满");
        CallFlowRun.Step(flow, FlowState.At(flow), new CallInput.Began(), Quiet with { OfficeOpen = false }).Words[^1].Text.ShouldBe("休");
        var late = CallFlowRun.Step(flow, Walk(flow).State, new CallInput.Silence(), Quiet with { Waited = TimeSpan.FromSeconds(60) });
        late.Words[^1].Text.ShouldBe("久");
        late.Commands.ShouldBe([new CallCommand.Leave(false)]);
    }

    [Fact]
    public void A_ticket_is_told_to_who_has_number_and_code()
    {
        var flow = Flow("""
            ask: { "kind": "ticket", "number": SAY, "queryCode": SAY, "found": { "zh-CN": "您的诉求，{state}。", "en": "{state}" }, "unknown": { "zh-CN": "不正确", "en": "wrong" }, "tries": 2, "next": "message", "otherwise": "message" }
            """);
        var number = Walk(flow, new CallInput.Keys("20260302"));
        var code = CallFlowRun.Step(flow, number.State, new CallInput.Keys("5773"), Quiet);
        code.Then.ShouldBe(new CallThen.LookUp("20260302", "5773"));
        CallFlowRun.Step(flow, code.State, new CallInput.TicketState("办理中"), Quiet).Words[0].Text.ShouldBe("您的诉求，办理中。");
        var wrong = CallFlowRun.Step(flow, code.State, new CallInput.TicketState(null), Quiet);
        wrong.Words[0].Text.ShouldBe("不正确");
        wrong.State.Number.ShouldBeNull();
        wrong.Then.ShouldBeOfType<CallThen.Ask>();
    }

    private static FlowStep Walk(CallFlow flow, params CallInput[] inputs) =>
        inputs.Prepend(new CallInput.Began()).Aggregate(new FlowStep(FlowState.At(flow), [], [], new CallThen.HangUp()), (step, input) => CallFlowRun.Step(flow, step.State, input, Quiet));

    /// <summary>A flow of lines "name: json"; SAY stands for words.</summary>
    internal static CallFlow Flow(string lines, bool withMessage = true) => CallFlowText.Parse(Json(lines, withMessage));

    internal static string Json(string lines, bool withMessage = true)
    {
        var nodes = lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToList();
        var start = nodes[0].Split(':')[0];
        if (withMessage) nodes.Add("""message: { "kind": "voicemail", "say": SAY, "next": "goodbye" }""");
        nodes.Add("""goodbye: { "kind": "hangup" }""");
        var json = string.Join(",", nodes.Select(n => $"\"{n.Split(':', 2)[0]}\":{n.Split(':', 2)[1]}"));
        return """{"code":"t","name":{"zh-CN":"试","en":"t"},"languages":["zh-CN","en"],"start":"START","nodes":{NODES}}""".Replace("START", start, StringComparison.Ordinal).Replace("NODES", json, StringComparison.Ordinal)
            .Replace("SAY", """{"zh-CN":"说","en":"say"}""", StringComparison.Ordinal);
    }

    private static void ForEachCall(Action<CallFlow, FlowStep> check, Action<CallFlow, FlowState, CallInput, CallMoment>? before = null)
    {
        for (var seed = 0; seed < Flows; seed++) Play(seed, check, before);
    }

    private static void Play(int seed, Action<CallFlow, FlowStep> check, Action<CallFlow, FlowState, CallInput, CallMoment>? before = null)
    {
        var flow = CallFlowText.Parse(RandomFlows.Json(seed));
        var random = new Random(seed);
        var state = FlowState.At(flow);
        CallInput input = new CallInput.Began();
        for (var i = 0; i < InputsEach; i++, input = RandomFlows.Input(random))
        {
            var moment = RandomFlows.Moment(random);
            before?.Invoke(flow, state, input, moment);
            var step = CallFlowRun.Step(flow, state, input, moment);
            check(flow, step);
            state = step.State;
        }
    }
}
