using Hotline.Api.Data.Seed;
using Hotline.Domain.CallFlows;

namespace Hotline.Api.Features.CallFlows;

/// <param name="Line">From 1.</param>
internal sealed record FlowFaultView(int Line, string Message);

/// <param name="Member">Where in the node it is named, such as <c>keys.1</c>.</param>
internal sealed record FlowEdgeView(string Member, string To, EdgeKind Kind);

/// <param name="Kind">prompt, menu, gather, language, ticket, hours, queue, callback, voicemail, rating, emergency, transfer, hangup.</param>
/// <param name="Says">The main words by language; empty for a node that says nothing.</param>
/// <param name="Line">Where it begins in the text.</param>
internal sealed record FlowNodeView(string Name, string Kind, IReadOnlyDictionary<string, string> Says, IReadOnlyList<FlowEdgeView> Edges, int Line);

/// <summary>What a text would be as a flow.</summary>
/// <param name="Faults">Empty when it may be used.</param>
/// <param name="Start">Absent when the text cannot be read.</param>
internal sealed record FlowCheckView(IReadOnlyList<FlowFaultView> Faults, string? Code, string? Start, IReadOnlyList<string> Languages, IReadOnlyList<FlowNodeView> Nodes)
{
    public static FlowCheckView Of(FlowReading read) => new(
        [.. read.Faults.Select(f => new FlowFaultView(f.Line, f.Message))], read.Flow?.Code, read.Flow?.Start, read.Flow?.Languages ?? [],
        [.. (read.Flow?.Nodes ?? new Dictionary<string, FlowNode>()).Select(n => new FlowNodeView(n.Key, KindOf(n.Value), SaidBy(n.Value)?.Texts ?? new Dictionary<string, string>(),
            [.. n.Value.Edges.Select(e => new FlowEdgeView(e.Member, e.To, e.Kind))], read.Lines.GetValueOrDefault(n.Key, 1)))]);

    private static string KindOf(FlowNode node) => node.GetType().Name[..^4].ToLowerInvariant();

    private static Spoken? SaidBy(FlowNode node) => node switch
    {
        PromptNode n => n.Say,
        MenuNode n => n.Say,
        GatherNode n => n.Say,
        LanguageNode n => n.Say,
        TicketNode n => n.Number,
        QueueNode n => n.Say,
        CallBackNode n => n.Say,
        VoicemailNode n => n.Say,
        RatingNode n => n.Say,
        EmergencyNode n => n.Say,
        TransferNode n => n.Say,
        HangUpNode n => n.Say,
        _ => null,
    };
}
