using Hotline.Domain.Residents;

namespace Hotline.Domain.CallFlows;

/// <summary>
/// What a caller meets on the telephone, as data a city edits: nodes that speak, ask, wait for a person or take a message. It
/// knows no provider; <see cref="CallFlowRun"/> walks through it, and an executor carries out what that says.
/// </summary>
/// <param name="Code">The name the flow is chosen by, such as <c>default</c>.</param>
/// <param name="Name">For administrators.</param>
/// <param name="Languages">Languages every text must have; the first one is spoken until the caller chooses. Of <c>zh-CN</c> and <c>en</c>.</param>
/// <param name="Start">Name of the first node.</param>
/// <param name="Nodes">By name, in the order of the text.</param>
public sealed record CallFlow(string Code, IReadOnlyDictionary<string, string> Name, IReadOnlyList<string> Languages, string Start, IReadOnlyDictionary<string, FlowNode> Nodes)
{
    /// <summary>Dialled numbers that this flow answers; the flow <c>default</c> answers all the others.</summary>
    public IReadOnlyList<string> Numbers { get; init; } = [];

    /// <summary>Languages the telephone speaks.</summary>
    public static readonly IReadOnlyList<string> KnownLanguages = ["zh-CN", "en"];

    /// <summary>Numbers of help that a flow, or an agent, may bring into a call: police, fire, ambulance, traffic police, mental health.</summary>
    public static readonly IReadOnlyList<string> EmergencyNumbers = ["110", "119", "120", "122", "12356"];

    /// <summary>Whether a call may be put through to it: E.164, or one of <see cref="EmergencyNumbers"/>.</summary>
    public static bool MayCall(string number) => EmergencyNumbers.Contains(number) || PhoneNumber.IsE164(number);
}

/// <summary>Words in each language, and for some of them a recording to play instead.</summary>
/// <param name="Texts">Language to text; a text may hold <c>{placeholders}</c>.</param>
/// <param name="Recordings">Language to a file name in the city's <c>callflows/recordings</c>.</param>
public sealed record Spoken(IReadOnlyDictionary<string, string> Texts, IReadOnlyDictionary<string, string> Recordings);

/// <summary>Why an edge is followed: it decides which rules of validation count it.</summary>
public enum EdgeKind
{
    /// <summary>The caller need do nothing: the words end, nobody answers, time runs out, the line is full or closed.</summary>
    Silent,

    /// <summary>The caller pressed keys or spoke.</summary>
    Input,

    /// <summary>A person spoke with the caller before.</summary>
    AfterPerson,
}

/// <summary>One way out of a node.</summary>
public sealed record FlowEdge(string Member, string To, EdgeKind Kind);

/// <summary>One node of a flow.</summary>
public abstract record FlowNode
{
    /// <summary>Every way out.</summary>
    public abstract IEnumerable<FlowEdge> Edges { get; }
}

/// <summary>Says something and goes on.</summary>
public sealed record PromptNode(Spoken Say, string Next) : FlowNode
{
    /// <inheritdoc />
    public override IEnumerable<FlowEdge> Edges => [new("next", Next, EdgeKind.Silent)];
}

/// <summary>Offers keys, or words to say.</summary>
/// <param name="Say">The offer.</param>
/// <param name="Keys">Key to node.</param>
/// <param name="Words">Word to node: spoken text that holds the word chooses it. Empty: only keys are listened to.</param>
/// <param name="Seconds">How long to listen after the offer.</param>
/// <param name="Tries">How often to offer before <paramref name="Otherwise"/>.</param>
/// <param name="Otherwise">Where silence and wrong keys lead in the end.</param>
public sealed record MenuNode(Spoken Say, IReadOnlyDictionary<string, string> Keys, IReadOnlyDictionary<string, string> Words, int Seconds, int Tries, string Otherwise) : FlowNode
{
    /// <inheritdoc />
    public override IEnumerable<FlowEdge> Edges => [.. Keys.Select(k => new FlowEdge($"keys.{k.Key}", k.Value, EdgeKind.Input)),
        .. Words.Select(w => new FlowEdge($"words.{w.Key}", w.Value, EdgeKind.Input)), new("otherwise", Otherwise, EdgeKind.Silent)];
}

/// <summary>How a caller may answer.</summary>
public enum AnswerBy { Keys, Speech, Both }

/// <summary>Asks for a number or some words and keeps them for the agent's whisper.</summary>
/// <param name="Say">The question.</param>
/// <param name="Into">The name the answer is kept under.</param>
/// <param name="By">Keys, speech or both.</param>
/// <param name="Most">Most keys, 1 to 32.</param>
/// <param name="Seconds">How long to wait for the answer.</param>
/// <param name="Tries">How often to ask.</param>
/// <param name="Next">After an answer.</param>
/// <param name="Otherwise">Without one.</param>
public sealed record GatherNode(Spoken Say, string Into, AnswerBy By, int Most, int Seconds, int Tries, string Next, string Otherwise) : FlowNode
{
    /// <inheritdoc />
    public override IEnumerable<FlowEdge> Edges => [new("next", Next, EdgeKind.Input), new("otherwise", Otherwise, EdgeKind.Silent)];
}

/// <summary>Lets the caller choose the language; the question is asked in each, and silence keeps the language. Or sets one at once.</summary>
/// <param name="To">The language to set without asking; null to ask.</param>
/// <param name="Say">The question, each language's own part; null when nothing is asked.</param>
/// <param name="Keys">Key to language.</param>
/// <param name="Seconds">How long to listen.</param>
/// <param name="Next">Where it goes on.</param>
public sealed record LanguageNode(string? To, Spoken? Say, IReadOnlyDictionary<string, string> Keys, int Seconds, string Next) : FlowNode
{
    /// <inheritdoc />
    public override IEnumerable<FlowEdge> Edges => [new("next", Next, EdgeKind.Silent)];
}

/// <summary>Tells the state of a ticket to who has its number and query code.</summary>
/// <param name="Number">Asks for the number.</param>
/// <param name="QueryCode">Asks for the code.</param>
/// <param name="Found">Speaks <c>{state}</c>.</param>
/// <param name="Unknown">Number and code do not fit.</param>
/// <param name="Tries">How often they may be entered.</param>
/// <param name="Next">After the state.</param>
/// <param name="Otherwise">Without one.</param>
public sealed record TicketNode(Spoken Number, Spoken QueryCode, Spoken Found, Spoken Unknown, int Tries, string Next, string Otherwise) : FlowNode
{
    /// <inheritdoc />
    public override IEnumerable<FlowEdge> Edges => [new("next", Next, EdgeKind.Input), new("otherwise", Otherwise, EdgeKind.Silent)];
}

/// <summary>Goes one way in office hours and another outside.</summary>
public sealed record HoursNode(string Open, string Closed) : FlowNode
{
    /// <inheritdoc />
    public override IEnumerable<FlowEdge> Edges => [new("open", Open, EdgeKind.Silent), new("closed", Closed, EdgeKind.Silent)];
}

/// <summary>Waits for a person.</summary>
/// <param name="Say">Spoken now and then while the place is not known.</param>
/// <param name="Place">Spoken instead when it is: <c>{position}</c>, <c>{minutes}</c>.</param>
/// <param name="Music">A file to play between; silence without one.</param>
/// <param name="Every">Seconds from one announcement to the next.</param>
/// <param name="Topic">The skill to look for; null for anybody.</param>
/// <param name="Enterprise">Agents for companies first.</param>
/// <param name="Priority">Higher is sooner.</param>
/// <param name="OfficeHours">Open in office hours only.</param>
/// <param name="Most">Seconds to wait at most.</param>
/// <param name="Keys">Key to node: leaves the line. Whoever comes back has the old place.</param>
/// <param name="Whisper">Told to the agent alone: <c>{language}</c> and the names of gathered answers.</param>
/// <param name="After">Where the caller goes when the agent is done.</param>
/// <param name="Full">When the line takes nobody more, or nobody is there to answer.</param>
/// <param name="Closed">Outside office hours.</param>
/// <param name="Otherwise">After <paramref name="Most"/> seconds.</param>
public sealed record QueueNode(
    Spoken Say, Spoken Place, string? Music, int Every, string? Topic, bool Enterprise, int Priority, bool OfficeHours, int Most, IReadOnlyDictionary<string, string> Keys,
    Spoken? Whisper, string After, string Full, string Closed, string Otherwise) : FlowNode
{
    /// <inheritdoc />
    public override IEnumerable<FlowEdge> Edges => [.. Keys.Select(k => new FlowEdge($"keys.{k.Key}", k.Value, EdgeKind.Input)), new("after", After, EdgeKind.AfterPerson),
        new("full", Full, EdgeKind.Silent), new("closed", Closed, EdgeKind.Silent), new("otherwise", Otherwise, EdgeKind.Silent)];
}

/// <summary>Offers to call back; the caller keeps the place in line.</summary>
/// <param name="Say">The offer: key 1 takes it.</param>
/// <param name="Kept">Said when it is taken.</param>
/// <param name="Seconds">How long to listen.</param>
/// <param name="Next">After that.</param>
/// <param name="Otherwise">Declined, or the number is withheld.</param>
public sealed record CallBackNode(Spoken Say, Spoken Kept, int Seconds, string Next, string Otherwise) : FlowNode
{
    /// <inheritdoc />
    public override IEnumerable<FlowEdge> Edges => [new("next", Next, EdgeKind.AfterPerson), new("otherwise", Otherwise, EdgeKind.Silent)];
}

/// <summary>Takes a message, which becomes a ticket.</summary>
/// <param name="Say">The invitation before the tone.</param>
/// <param name="Most">Seconds at most.</param>
/// <param name="Next">After it.</param>
public sealed record VoicemailNode(Spoken Say, int Most, string Next) : FlowNode
{
    /// <inheritdoc />
    public override IEnumerable<FlowEdge> Edges => [new("next", Next, EdgeKind.Silent)];
}

/// <summary>Asks how content the caller is, 1 to 5. No answer is no rating, never a bad one.</summary>
public sealed record RatingNode(Spoken Say, Spoken Thanks, int Tries, string Next) : FlowNode
{
    /// <inheritdoc />
    public override IEnumerable<FlowEdge> Edges => [new("next", Next, EdgeKind.Silent)];
}

/// <summary>Says where help is in an emergency, and puts the caller through on a key.</summary>
/// <param name="Say">The hint.</param>
/// <param name="Keys">Key to one of <see cref="CallFlow.EmergencyNumbers"/>; may be empty.</param>
/// <param name="Seconds">How long to listen.</param>
/// <param name="Next">Where everybody else goes on.</param>
public sealed record EmergencyNode(Spoken Say, IReadOnlyDictionary<string, string> Keys, int Seconds, string Next) : FlowNode
{
    /// <inheritdoc />
    public override IEnumerable<FlowEdge> Edges => [new("next", Next, EdgeKind.Silent)];
}

/// <summary>Puts the caller through to another number.</summary>
/// <param name="Say">Said before.</param>
/// <param name="Number">E.164, or one of <see cref="CallFlow.EmergencyNumbers"/>.</param>
/// <param name="Seconds">How long to let it ring.</param>
/// <param name="Next">After the talk.</param>
/// <param name="Otherwise">Busy, no answer.</param>
public sealed record TransferNode(Spoken Say, string Number, int Seconds, string Next, string Otherwise) : FlowNode
{
    /// <inheritdoc />
    public override IEnumerable<FlowEdge> Edges => [new("next", Next, EdgeKind.AfterPerson), new("otherwise", Otherwise, EdgeKind.Silent)];
}

/// <summary>Ends the call.</summary>
public sealed record HangUpNode(Spoken? Say) : FlowNode
{
    /// <inheritdoc />
    public override IEnumerable<FlowEdge> Edges => [];
}
