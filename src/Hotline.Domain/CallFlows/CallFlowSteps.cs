using System.Text.Json.Serialization;

namespace Hotline.Domain.CallFlows;

/// <summary>What happened at the caller's end.</summary>
public abstract record CallInput
{
    private CallInput() { }

    /// <summary>The call was answered by the flow.</summary>
    public sealed record Began : CallInput;

    /// <summary>Keys, without the one that ends them.</summary>
    public sealed record Keys(string Digits) : CallInput;

    /// <summary>Words, as the recogniser wrote them.</summary>
    public sealed record Speech(string Text) : CallInput;

    /// <summary>The time to answer passed, or a stretch of waiting ran out.</summary>
    public sealed record Silence : CallInput;

    /// <summary>The answer to <see cref="CallThen.LookUp"/>: the ticket's state in the caller's language; null when number and code do not fit.</summary>
    public sealed record TicketState(string? Words) : CallInput;

    /// <summary>An agent has the call.</summary>
    public sealed record AgentJoined : CallInput;

    /// <summary>The talk with agents or with another number is over and the caller is still there.</summary>
    /// <param name="Connected">False when nobody answered.</param>
    public sealed record TalkEnded(bool Connected) : CallInput;

    /// <summary>The caller left a message.</summary>
    public sealed record Recorded : CallInput;

    /// <summary>The caller, or the network, ended the call.</summary>
    public sealed record HungUp : CallInput;
}

/// <summary>What an interpreter cannot know by itself, at the moment of an input.</summary>
/// <param name="OfficeOpen">Within office hours.</param>
/// <param name="LineOpen">The line takes one more caller and somebody is there to answer.</param>
/// <param name="Position">The place in line; null while not known or not in line.</param>
/// <param name="Wait">How long it may take; null when nobody can tell.</param>
/// <param name="Waited">Since the caller joined the line, in all.</param>
/// <param name="NumberKnown">The caller can be called back.</param>
public sealed record CallMoment(bool OfficeOpen, bool LineOpen, int? Position, TimeSpan? Wait, TimeSpan Waited, bool NumberKnown);

/// <summary>Where a caller stands in a flow; what an executor keeps between two inputs.</summary>
public sealed record FlowState
{
    public static FlowState At(CallFlow flow) { ArgumentNullException.ThrowIfNull(flow); return new() { Node = flow.Start, Language = flow.Languages[0] }; }

    public required string Node { get; init; }
    public required string Language { get; init; }
    /// <summary>How often the node has asked.</summary>
    public int Tries { get; init; }
    /// <summary>Inputs so far, without waiting: bounds a call that goes in circles by its keys.</summary>
    public int Steps { get; init; }
    /// <summary>The ticket number entered while its code is awaited, or the number the caller is put through to.</summary>
    public string? Number { get; init; }
    /// <summary>What the state is of the talk: waiting for an agent, speaking, or neither.</summary>
    public TalkState Talk { get; init; }
    /// <summary>The queue node in whose line the caller stands, also while another node speaks; null when in none.</summary>
    public string? Line { get; init; }
    [JsonIgnore]
    public bool InLine => Line is not null;
    public bool Ended { get; init; }
    /// <summary>1 to 5; null while none was given.</summary>
    public int? Rating { get; init; }
    /// <summary>Answers of gather nodes by name.</summary>
    public IReadOnlyDictionary<string, string> Answers { get; init; } = new Dictionary<string, string>();
}

/// <summary>Whether the caller speaks with somebody.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TalkState>))]
public enum TalkState { None, WithAgent, WithNumber }

/// <summary>Words to speak, in one language.</summary>
/// <param name="Recording">A file to play instead; null without one.</param>
public sealed record Utterance(string Language, string Text, string? Recording);

/// <summary>Something to do beside the caller's line, in order.</summary>
public abstract record CallCommand
{
    private CallCommand() { }

    /// <summary>Join the line for a person.</summary>
    /// <param name="Whisper">Told to the agent; empty for nothing.</param>
    public sealed record Join(string? Topic, string Language, bool Enterprise, int Priority, string Whisper) : CallCommand;

    /// <summary>Leave the line.</summary>
    /// <param name="ForVoicemail">To leave a message instead.</param>
    public sealed record Leave(bool ForVoicemail) : CallCommand;

    /// <summary>Keep the caller's place and call back.</summary>
    public sealed record KeepPlace : CallCommand;

    /// <summary>Keep a rating, 1 to 5.</summary>
    public sealed record Rate(int Value) : CallCommand;
}

/// <summary>What the caller's line does after the words; the next input is about that.</summary>
public abstract record CallThen
{
    private CallThen() { }

    /// <summary>Listens, already while the words are spoken.</summary>
    /// <param name="Most">Most keys; null for as many as come.</param>
    /// <param name="EndKey">The key that ends them; null when <paramref name="Most"/> does.</param>
    /// <param name="Hints">Words to expect.</param>
    public sealed record Ask(AnswerBy By, int Seconds, int? Most, char? EndKey, string Language, IReadOnlyList<string> Hints) : CallThen;

    /// <summary>Looks a ticket up at once.</summary>
    public sealed record LookUp(string Number, string QueryCode) : CallThen;

    /// <summary>Waits in line for so many seconds; keys are heard.</summary>
    /// <param name="Music">A file; null for silence.</param>
    public sealed record Wait(int Seconds, string? Music) : CallThen;

    /// <summary>Takes a message after the tone.</summary>
    public sealed record Record(int Seconds) : CallThen;

    /// <summary>Speaks with agents until they are done.</summary>
    public sealed record Talk : CallThen;

    /// <summary>Speaks with another number.</summary>
    public sealed record Dial(string Number, int Seconds) : CallThen;

    /// <summary>Ends the call.</summary>
    public sealed record HangUp : CallThen;
}

/// <summary>The answer to one input.</summary>
/// <param name="State">Where the caller stands now.</param>
/// <param name="Commands">To be done, in order.</param>
/// <param name="Words">To be spoken, in order.</param>
/// <param name="Then">What the line does after that.</param>
public sealed record FlowStep(FlowState State, IReadOnlyList<CallCommand> Commands, IReadOnlyList<Utterance> Words, CallThen Then);
