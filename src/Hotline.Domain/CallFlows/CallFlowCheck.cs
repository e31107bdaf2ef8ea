namespace Hotline.Domain.CallFlows;

/// <summary>The rules a flow as a whole must obey, whatever it says.</summary>
public static class CallFlowCheck
{
    /// <summary>Everything that is wrong, each beginning with the node's name; empty for a flow that may be used.</summary>
    public static IReadOnlyList<string> Faults(CallFlow flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        var faults = new List<string>();
        if (!flow.Nodes.ContainsKey(flow.Start)) faults.Add($"start names the node {flow.Start}, which is not there.");
        foreach (var (name, node) in flow.Nodes)
            foreach (var edge in node.Edges.Where(e => !flow.Nodes.ContainsKey(e.To)))
                faults.Add($"{name}.{edge.Member} names the node {edge.To}, which is not there.");
        if (faults.Count > 0) return faults;

        var reached = Reach(flow, [flow.Start], _ => true);
        faults.AddRange(flow.Nodes.Keys.Where(n => !reached.Contains(n)).Select(n => $"{n} cannot be reached from {flow.Start}."));
        faults.AddRange(SilentRings(flow));
        faults.AddRange(Unheard(flow));
        return faults;
    }

    /// <summary>A caller who does nothing must not go round for ever.</summary>
    private static IEnumerable<string> SilentRings(CallFlow flow)
    {
        var done = new HashSet<string>();
        foreach (var start in flow.Nodes.Keys)
        {
            // Depth first with an own stack: a flow of thousands of nodes must not end the program.
            var path = new List<(string Node, IEnumerator<FlowEdge> Edges)>();
            if (done.Contains(start)) continue;
            path.Add((start, Silent(flow, start).GetEnumerator()));
            while (path.Count > 0)
            {
                var (node, edges) = path[^1];
                if (!edges.MoveNext()) { done.Add(node); path.RemoveAt(path.Count - 1); continue; }
                var to = edges.Current.To;
                if (path.FindIndex(p => p.Node == to) is >= 0 and var at)
                {
                    yield return $"{to} comes round to itself without the caller doing anything: {string.Join(" > ", path.Skip(at).Select(p => p.Node))} > {to}.";
                    done.Add(to);
                    yield break;   // the rest of a ring is the same ring
                }
                if (!done.Contains(to)) path.Add((to, Silent(flow, to).GetEnumerator()));
            }
        }
    }

    /// <summary>Everybody comes to a person or can leave a message, and who does nothing at all comes there too.</summary>
    private static IEnumerable<string> Unheard(CallFlow flow)
    {
        // Before somebody or something has heard the caller: the ways out of a person, a message and a promise are not followed.
        var unheard = Reach(flow, [flow.Start], e => e.Kind != EdgeKind.AfterPerson, n => n is not VoicemailNode);
        foreach (var name in flow.Nodes.Keys.Where(n => unheard.Contains(n) && flow.Nodes[n] is not HangUpNode))
            if (!Reach(flow, [name], e => e.Kind != EdgeKind.AfterPerson, n => n is not VoicemailNode).Any(n => Hears(flow.Nodes[n])))
                yield return $"{name} leads to no person and no message.";

        // Whom the line cannot take (full, closed, nobody there) and who presses nothing: each such way must end at a message or a number.
        foreach (var name in Reach(flow, [flow.Start], e => e.Kind == EdgeKind.Silent, n => n is not VoicemailNode))
            if (flow.Nodes[name] is HangUpNode)
                yield return $"{name} is where a caller who presses nothing ends, without a person and without leaving a message.";
    }

    private static bool Hears(FlowNode node) => node is QueueNode or VoicemailNode or TransferNode;

    private static IEnumerable<FlowEdge> Silent(CallFlow flow, string name) => flow.Nodes[name].Edges.Where(e => e.Kind != EdgeKind.Input);

    private static HashSet<string> Reach(CallFlow flow, IEnumerable<string> from, Func<FlowEdge, bool> follow, Func<FlowNode, bool>? through = null)
    {
        var reached = new HashSet<string>(from);
        var open = new Queue<string>(reached);
        while (open.TryDequeue(out var name))
        {
            var node = flow.Nodes[name];
            if (through is not null && !through(node)) continue;
            foreach (var edge in node.Edges.Where(follow))
                if (reached.Add(edge.To)) open.Enqueue(edge.To);
        }
        return reached;
    }
}
