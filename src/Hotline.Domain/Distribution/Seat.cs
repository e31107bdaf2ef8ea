namespace Hotline.Domain.Distribution;

/// <summary>What an agent does at the moment.</summary>
public enum AgentState { Offline, Ready, Ringing, Talking, Hold, WrapUp, Break, Busy, Training }

/// <summary>Why; the first four are what a person gives for a break.</summary>
public enum StateReason { Meal, Rest, Errand, Meeting, NoAnswer, Declined, Unreachable, Lost, LoggedOut }

/// <summary>
/// One agent's place on the floor. A person says ready, break, busy, training or offline; the rest follows from calls. What is said
/// during a call counts after it.
/// </summary>
public sealed class Seat
{
    /// <summary>Reasons a person may give for a break.</summary>
    public static readonly IReadOnlyList<StateReason> BreakReasons = [StateReason.Meal, StateReason.Rest, StateReason.Errand, StateReason.Meeting];

    private static readonly AgentState[] Said = [AgentState.Ready, AgentState.Break, AgentState.Busy, AgentState.Training, AgentState.Offline];

    public Guid AccountId { get; private init; }
    public string UserName { get; private init; } = "";
    /// <summary>The number on the staff card, which is also the extension.</summary>
    public string StaffNumber { get; private set; } = "";
    public AgentState State { get; private set; }
    public StateReason? Reason { get; private set; }
    public DateTimeOffset Since { get; private set; }
    /// <summary>Since when without work: the longest idle is next.</summary>
    public DateTimeOffset IdleSince { get; private set; }
    /// <summary>When the ringing or the wrap-up ends by itself.</summary>
    public DateTimeOffset? Until { get; private set; }
    /// <summary>The call that rings, is spoken or is being wrapped up.</summary>
    public Guid? CallId { get; private set; }
    /// <summary>The state to come after the call and its wrap-up; null: ready.</summary>
    public AgentState? Then { get; private set; }
    public StateReason? ThenReason { get; private set; }
    /// <summary>Messages offered or in hand.</summary>
    public int Messages { get; private set; }
    /// <summary>Which tab of the browser has the telephone; null when none has.</summary>
    public string? PhoneTab { get; private set; }
    /// <summary>When a browser of this person was last heard of.</summary>
    public DateTimeOffset SeenAt { get; private set; }
    public int Version { get; private set; }

    /// <summary>On a call, in whichever way.</summary>
    public bool OnCall => State is AgentState.Talking or AgentState.Hold;

    public static Seat Of(Guid account, string userName, string staffNumber, DateTimeOffset now) =>
        new() { AccountId = account, UserName = userName, StaffNumber = staffNumber, State = AgentState.Offline, Since = now, IdleSince = now, SeenAt = now };

    /// <summary>Messages this agent could still be offered.</summary>
    public int FreeMessages(int capacity) => State == AgentState.Ready ? Math.Max(0, capacity - Messages) : 0;

    /// <summary>The person says what comes now, or after the call.</summary>
    public Error? Say(AgentState state, StateReason? reason, DateTimeOffset now)
    {
        if (!Said.Contains(state)) return Error.Field("state", "line.state_not_said");
        if (state == AgentState.Break && (reason is not { } given || !BreakReasons.Contains(given))) return Error.Field("reason", "line.break_needs_reason");
        if (state != AgentState.Break) reason = null;
        SeenAt = now;
        if (State == AgentState.Ringing) return new Error(ErrorKind.Conflict, "line.ringing");
        if (OnCall)
        {
            (Then, ThenReason) = (state == AgentState.Ready ? null : state, reason);
            Version++;
        }
        else if (State != state || Reason != reason) Enter(state, reason, now);
        return null;
    }

    /// <summary>The browser of this person is there. A reconnection during a call undoes the loss.</summary>
    public void See(string staffNumber, DateTimeOffset now)
    {
        (StaffNumber, SeenAt) = (staffNumber, now);
        if (Then == AgentState.Offline && ThenReason == StateReason.Lost) (Then, ThenReason) = (null, null);
    }

    /// <summary>The last browser of this person went away in good order: a new page may come within the time left.</summary>
    public void Leave(DateTimeOffset seenAt)
    {
        if (SeenAt > seenAt) SeenAt = seenAt;
    }

    public bool IsLost(LineRules rules, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return State != AgentState.Offline && SeenAt + rules.LostAfter <= now && !(OnCall && Then == AgentState.Offline);
    }

    /// <summary>The browser is gone. A call that is spoken goes on: the telephone may be another one.</summary>
    public void Lose(DateTimeOffset now)
    {
        PhoneTab = null;
        if (OnCall)
        {
            (Then, ThenReason) = (AgentState.Offline, StateReason.Lost);
            Version++;
        }
        else Enter(AgentState.Offline, StateReason.Lost, now);
    }

    /// <summary>A supervisor ends the person's turn; a call that is spoken is finished first.</summary>
    public void LogOut(DateTimeOffset now)
    {
        PhoneTab = null;
        if (OnCall)
        {
            (Then, ThenReason) = (AgentState.Offline, StateReason.LoggedOut);
            Version++;
        }
        else Enter(AgentState.Offline, StateReason.LoggedOut, now);
    }

    /// <summary>One tab has the telephone; another one must take it over expressly.</summary>
    public Error? TakePhone(string tab, bool takeOver)
    {
        if (PhoneTab is { } other && other != tab && !takeOver) return new Error(ErrorKind.Conflict, "line.other_tab");
        if (PhoneTab != tab) Version++;
        PhoneTab = tab;
        return null;
    }

    /// <summary>A call rings here.</summary>
    public void Ring(Guid call, DateTimeOffset until, DateTimeOffset now)
    {
        if (State != AgentState.Ready) throw new InvalidOperationException($"{UserName} is {State} and cannot be rung.");
        var idle = IdleSince;
        Enter(AgentState.Ringing, null, now);
        (CallId, Until, IdleSince) = (call, until, idle);
    }

    /// <summary>The call did not come about through no fault of the agent: ready again, as long idle as before.</summary>
    public void StopRinging(DateTimeOffset now)
    {
        if (State != AgentState.Ringing) return;
        var idle = IdleSince;
        Enter(AgentState.Ready, null, now);
        IdleSince = idle;
    }

    /// <summary>The agent did not answer, declined, or has no telephone: busy until they say otherwise, so that nobody rings in vain again. So is one who took a call that then never reached the telephone.</summary>
    public void Miss(StateReason reason, DateTimeOffset now)
    {
        if (State is AgentState.Ringing or AgentState.Ready || OnCall) Enter(AgentState.Busy, reason, now);
    }

    public void Answer(Guid call, DateTimeOffset now)
    {
        if (OnCall && CallId == call) return;
        Enter(AgentState.Talking, null, now);
        CallId = call;
    }

    public void Hold(bool on, DateTimeOffset now)
    {
        if (!OnCall || (State == AgentState.Hold) == on) return;
        (State, Since) = (on ? AgentState.Hold : AgentState.Talking, now);
        Version++;
    }

    /// <summary>The agent's part of the call is over.</summary>
    public void EndCall(LineRules rules, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(rules);
        if (!OnCall) return;
        // Whose browser is gone has nothing to write up.
        if (Then == AgentState.Offline || rules.WrapUp == TimeSpan.Zero) { Next(now); return; }
        var call = CallId;
        (State, Reason, Since) = (AgentState.WrapUp, null, now);
        (CallId, Until) = (call, now + rules.WrapUp);
        Version++;
    }

    /// <summary>As much time again for the notes.</summary>
    public Error? ExtendWrapUp(LineRules rules, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(rules);
        if (State != AgentState.WrapUp) return new Error(ErrorKind.Conflict, "line.no_wrap_up");
        Until = (Until > now ? Until.Value : now) + rules.WrapUp;
        Version++;
        return null;
    }

    /// <summary>What comes by itself when its time has come; true when something did.</summary>
    public bool Tick(DateTimeOffset now)
    {
        if (Until is not { } until || until > now) return false;
        if (State == AgentState.WrapUp) Next(now);
        else if (State == AgentState.Ringing) Miss(StateReason.NoAnswer, now);
        else return false;
        return true;
    }

    public void TakeMessage(DateTimeOffset now)
    {
        Messages++;
        IdleSince = now;
        Version++;
    }

    public void DropMessage()
    {
        if (Messages == 0) return;
        Messages--;
        Version++;
    }

    private void Next(DateTimeOffset now) => Enter(Then ?? AgentState.Ready, ThenReason, now);

    private void Enter(AgentState state, StateReason? reason, DateTimeOffset now)
    {
        (State, Reason, Since, Until, CallId) = (state, reason, now, null, null);
        if (state is not (AgentState.Talking or AgentState.Ringing)) (Then, ThenReason) = (null, null);
        if (state == AgentState.Ready) IdleSince = now;
        if (state == AgentState.Offline) PhoneTab = null;
        Version++;
    }
}
