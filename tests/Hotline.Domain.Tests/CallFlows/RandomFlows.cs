using System.Text.Json.Nodes;
using Hotline.Domain.CallFlows;

namespace Hotline.Domain.Tests.CallFlows;

/// <summary>Flows as no city would write them, but lawful: each seed is one flow, and one caller.</summary>
internal static class RandomFlows
{
    private static readonly string[] Kinds = ["prompt", "menu", "gather", "language", "set", "ticket", "hours", "queue", "callback", "emergency", "transfer"];

    /// <summary>The text of a lawful flow.</summary>
    public static string Json(int seed)
    {
        var random = new Random(seed);
        var count = random.Next(1, 9);
        var nodes = new JsonObject();
        for (var at = 0; at < count; at++)
        {
            // What follows without the caller's doing lies ahead, and at the end there is the tone: so nobody is lost.
            string Ahead() => random.Next(at + 1, count + 1) is var to && to == count ? "message" : $"n{to}";
            string Any() => random.Next(0, count + 1) is var to && to == count ? "message" : $"n{to}";
            var next = at + 1 == count ? "message" : $"n{at + 1}";   // so that every node is reached
            nodes[$"n{at}"] = Kinds[random.Next(Kinds.Length)] switch
            {
                "menu" => Node("menu", random, ("keys", Keys(random, Any)), ("otherwise", next), ("tries", random.Next(1, 4)), ("words", random.Next(2) == 0 ? new JsonObject { ["投诉"] = Any(), ["water"] = Any() } : null)),
                "gather" => Node("gather", random, ("into", $"a{at}"), ("by", random.Next(3) switch { 0 => "keys", 1 => "speech", _ => "both" }), ("most", random.Next(1, 33)), ("next", Any()), ("otherwise", next)),
                "language" => Node("language", random, ("keys", new JsonObject { ["1"] = "zh-CN", ["2"] = "en" }), ("next", next)),
                "set" => new JsonObject { ["kind"] = "language", ["to"] = random.Next(2) == 0 ? "en" : "zh-CN", ["next"] = next },
                "ticket" => new JsonObject { ["kind"] = "ticket", ["number"] = Say(random), ["queryCode"] = Say(random), ["found"] = Say(random, " {state}"), ["unknown"] = Say(random), ["next"] = Any(), ["otherwise"] = next },
                "hours" => new JsonObject { ["kind"] = "hours", ["open"] = next, ["closed"] = Ahead() },
                "queue" => Node("queue", random, ("place", Say(random, " {position} {minutes}")), ("every", random.Next(5, 121)), ("officeHours", random.Next(2) == 0), ("keys", Keys(random, Any)), ("music", random.Next(2) == 0 ? "music.mp3" : null),
                    ("most", random.Next(30, 600)), ("whisper", new JsonObject { ["zh-CN"] = "来电人使用{language}。" }), ("after", random.Next(2) == 0 ? "rating" : "goodbye"), ("full", next), ("closed", Ahead()), ("otherwise", Ahead())),
                "callback" => Node("callback", random, ("kept", Say(random)), ("next", "goodbye"), ("otherwise", next)),
                "emergency" => Node("emergency", random, ("keys", random.Next(2) == 0 ? new JsonObject { ["1"] = "110", ["2"] = "12356" } : null), ("next", next)),
                "transfer" => Node("transfer", random, ("number", random.Next(2) == 0 ? "+15005550006" : "119"), ("next", random.Next(2) == 0 ? "rating" : "goodbye"), ("otherwise", next)),
                _ => Node("prompt", random, ("next", next)),
            };
        }
        nodes["message"] = Node("voicemail", random, ("most", random.Next(10, 601)), ("next", random.Next(2) == 0 ? "rating" : "goodbye"));
        nodes["rating"] = Node("rating", random, ("thanks", Say(random)), ("next", "goodbye"));
        nodes["goodbye"] = new JsonObject { ["kind"] = "hangup" };
        // Not every flow rates: a node nobody comes to is refused.
        if (!nodes.Any(n => n.Value!.AsObject().Any(m => m.Value?.ToString() == "rating" && m.Key is "after" or "next" && m.Value.ToString() == "rating"))) nodes.Remove("rating");
        return new JsonObject
        {
            ["code"] = "random", ["name"] = new JsonObject { ["zh-CN"] = "随机", ["en"] = "Random" }, ["languages"] = new JsonArray("zh-CN", "en"), ["start"] = "n0", ["nodes"] = nodes,
        }.ToJsonString();
    }

    /// <summary>An input, fitting or not.</summary>
    public static CallInput Input(Random random) => random.Next(12) switch
    {
        0 or 1 or 2 => new CallInput.Keys("0123456789*#"[random.Next(12)].ToString()),
        3 => new CallInput.Keys(string.Concat(Enumerable.Range(0, random.Next(0, 64)).Select(_ => "0123456789*#"[random.Next(12)]))),
        4 => new CallInput.Speech(new[] { "", "我要投诉", "WATER please", "😀<&>\u0000", new string('话', 500) }[random.Next(5)]),
        5 or 6 => new CallInput.Silence(),
        7 => new CallInput.TicketState(random.Next(2) == 0 ? null : "办理中 <b>&"),
        8 => new CallInput.AgentJoined(),
        9 => new CallInput.TalkEnded(random.Next(2) == 0),
        10 => new CallInput.Recorded(),
        _ => random.Next(20) == 0 ? new CallInput.HungUp() : new CallInput.Began(),
    };

    public static CallMoment Moment(Random random) => new(random.Next(2) == 0, random.Next(4) != 0, random.Next(2) == 0 ? random.Next(1, 500) : null,
        random.Next(2) == 0 ? TimeSpan.FromSeconds(random.Next(0, 100_000)) : null, TimeSpan.FromSeconds(random.Next(0, 700)), random.Next(2) == 0);

    private static JsonObject Node(string kind, Random random, params (string Member, JsonNode? Value)[] members)
    {
        var node = new JsonObject { ["kind"] = kind, ["say"] = Say(random) };
        if (random.Next(3) == 0) node["recording"] = new JsonObject { ["zh-CN"] = "words.wav" };
        foreach (var (member, value) in members) if (value is not null) node[member] = value;
        return node;
    }

    private static JsonObject Keys(Random random, Func<string> target)
    {
        var keys = new JsonObject();
        for (var key = 1; key <= random.Next(1, 5); key++) keys[key.ToString(System.Globalization.CultureInfo.InvariantCulture)] = target();
        return keys;
    }

    private static JsonObject Say(Random random, string more = "") => new() { ["zh-CN"] = "请说话 <&> " + random.Next(100) + more, ["en"] = "Speak & \"listen\" " + random.Next(100) + more };
}
