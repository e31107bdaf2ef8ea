using Hotline.Domain.Distribution;

namespace Hotline.Domain.Tests.Distribution;

public sealed class SeatTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.FromHours(8));
    private static readonly LineRules Rules = new();
    private static readonly Guid Call = new(7, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);

    private readonly Seat _seat = Seat.Of(Guid.Empty, "agent1", "0101", Noon);

    [Fact]
    public void A_break_needs_a_reason_and_a_call_cannot_be_said()
    {
        _seat.Say(AgentState.Break, null, Noon)!.Fields.Keys.ShouldBe(["reason"]);
        _seat.Say(AgentState.Break, StateReason.NoAnswer, Noon)!.Fields.Keys.ShouldBe(["reason"]);
        _seat.Say(AgentState.Break, StateReason.Meal, Noon).ShouldBeNull();
        foreach (var state in new[] { AgentState.Talking, AgentState.Ringing, AgentState.Hold, AgentState.WrapUp, (AgentState)99 })
            _seat.Say(state, null, Noon)!.Fields.Keys.ShouldBe(["state"]);
        (_seat.State, _seat.Reason).ShouldBe((AgentState.Break, StateReason.Meal));
    }

    [Fact]
    public void What_is_said_during_a_call_counts_after_it()
    {
        Talk();
        _seat.Say(AgentState.Break, StateReason.Rest, Noon.AddMinutes(1)).ShouldBeNull();
        _seat.State.ShouldBe(AgentState.Talking);
        _seat.EndCall(Rules, Noon.AddMinutes(2));
        (_seat.State, _seat.Until).ShouldBe((AgentState.WrapUp, Noon.AddMinutes(2) + Rules.WrapUp));
        _seat.Tick(Noon.AddMinutes(2)).ShouldBeFalse();
        _seat.Tick(Noon.AddMinutes(2) + Rules.WrapUp).ShouldBeTrue();
        (_seat.State, _seat.Reason).ShouldBe((AgentState.Break, StateReason.Rest));
    }

    [Fact]
    public void A_wrap_up_ends_by_itself_and_can_be_made_longer_or_ended()
    {
        Talk();
        _seat.EndCall(Rules, Noon);
        _seat.ExtendWrapUp(Rules, Noon.AddSeconds(10)).ShouldBeNull();
        _seat.Until.ShouldBe(Noon + Rules.WrapUp + Rules.WrapUp);
        _seat.Say(AgentState.Ready, null, Noon.AddSeconds(20)).ShouldBeNull();
        (_seat.State, _seat.IdleSince, _seat.Until).ShouldBe((AgentState.Ready, Noon.AddSeconds(20), null));
        _seat.ExtendWrapUp(Rules, Noon.AddSeconds(20))!.Code.ShouldBe("line.no_wrap_up");
    }

    [Fact]
    public void Who_does_not_answer_is_busy_until_they_say_otherwise()
    {
        _seat.Say(AgentState.Ready, null, Noon);
        _seat.Ring(Call, Noon.AddSeconds(20), Noon);
        _seat.Say(AgentState.Break, StateReason.Rest, Noon)!.Code.ShouldBe("line.ringing");
        _seat.Tick(Noon.AddSeconds(20)).ShouldBeTrue();
        (_seat.State, _seat.Reason).ShouldBe((AgentState.Busy, StateReason.NoAnswer));
    }

    [Fact]
    public void A_caller_who_hangs_up_while_it_rings_costs_the_agent_no_turn()
    {
        _seat.Say(AgentState.Ready, null, Noon);
        _seat.Ring(Call, Noon.AddSeconds(20), Noon.AddSeconds(5));
        _seat.StopRinging(Noon.AddSeconds(9));
        (_seat.State, _seat.IdleSince).ShouldBe((AgentState.Ready, Noon));
    }

    [Fact]
    public void A_dead_browser_ends_everything_but_a_call()
    {
        _seat.Say(AgentState.Ready, null, Noon);
        _seat.IsLost(Rules, Noon + Rules.LostAfter - TimeSpan.FromTicks(1)).ShouldBeFalse();
        _seat.IsLost(Rules, Noon + Rules.LostAfter).ShouldBeTrue();
        _seat.Lose(Noon);
        (_seat.State, _seat.Reason).ShouldBe((AgentState.Offline, StateReason.Lost));
        Talk();
        _seat.Lose(Noon.AddMinutes(1));
        _seat.State.ShouldBe(AgentState.Talking);
        _seat.IsLost(Rules, Noon.AddHours(1)).ShouldBeFalse();
        _seat.EndCall(Rules, Noon.AddMinutes(2));
        (_seat.State, _seat.Reason).ShouldBe((AgentState.Offline, StateReason.Lost));
    }

    [Fact]
    public void A_browser_that_comes_back_during_the_call_keeps_its_agent()
    {
        Talk();
        _seat.Lose(Noon);
        _seat.See("0101", Noon.AddSeconds(30));
        _seat.EndCall(Rules, Noon.AddMinutes(1));
        _seat.State.ShouldBe(AgentState.WrapUp);
    }

    [Fact]
    public void One_tab_has_the_telephone_until_another_takes_it_over()
    {
        _seat.TakePhone("a", false).ShouldBeNull();
        _seat.TakePhone("a", false).ShouldBeNull();
        _seat.TakePhone("b", false)!.Code.ShouldBe("line.other_tab");
        _seat.TakePhone("b", true).ShouldBeNull();
        _seat.PhoneTab.ShouldBe("b");
    }

    private void Talk()
    {
        _seat.Say(AgentState.Ready, null, Noon);
        _seat.Ring(Call, Noon.AddSeconds(20), Noon);
        _seat.Answer(Call, Noon.AddSeconds(3));
    }
}
