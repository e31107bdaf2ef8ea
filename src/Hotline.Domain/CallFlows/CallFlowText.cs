using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hotline.Domain.CallFlows;

/// <summary>Reads a flow. Everything unknown, missing or out of bounds is refused with the node's name; nothing is guessed.</summary>
public static partial class CallFlowText
{
    private const int MostNodes = 200;
    private const int MostText = 1000;

    /// <summary>Reads and checks a flow.</summary>
    /// <exception cref="FormatException">What is wrong, beginning with the node's name and member.</exception>
    public static CallFlow Parse(string json)
    {
        var (flow, faults) = Read(json);
        return faults.Count == 0 ? flow! : throw new FormatException(string.Join(" ", faults));
    }

    /// <summary>Reads a flow and names all that is wrong, each fault beginning with the node's name and member. With faults the flow must not be used; it is null when it cannot even be read.</summary>
    public static (CallFlow? Flow, IReadOnlyList<string> Faults) Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using var document = JsonDocument.Parse(json, new() { MaxDepth = 16 });
            var flow = Read(new Part("flow", document.RootElement));
            return (flow, CallFlowCheck.Faults(flow));
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException) { return (null, [wrong.Message]); }
    }

    private static CallFlow Read(Part root)
    {
        root.Knows("code", "name", "languages", "numbers", "start", "nodes");
        var code = root.Text("code");
        if (!Name().IsMatch(code)) throw root.Wrong("code", "must be small letters, digits and dashes");
        var languages = root.Member("languages").Items().Select(l => l.GetString() ?? "").ToList();
        if (languages.Count == 0 || languages.Distinct().Count() != languages.Count || languages.Except(CallFlow.KnownLanguages).Any()) throw root.Wrong("languages", "must be of zh-CN and en, each once");
        if (!languages.Contains("zh-CN")) throw root.Wrong("languages", "must hold zh-CN");
        var numbers = root.Has("numbers") ? root.Member("numbers").Items().Select(n => n.GetString() ?? "").ToList() : [];
        if (numbers.Any(n => !Dialled().IsMatch(n)) || numbers.Distinct().Count() != numbers.Count) throw root.Wrong("numbers", "must be numbers as callers dial them, in quotation marks, each once");
        var nodes = new Dictionary<string, FlowNode>();
        foreach (var (name, value) in root.Member("nodes").Members())
        {
            if (!Name().IsMatch(name)) throw new FormatException($"{name}: a node's name is made of small letters, digits and dashes.");
            nodes.Add(name, ReadNode(new Part(name, value), languages));
            if (nodes.Count > MostNodes) throw new FormatException($"nodes: more than {MostNodes}.");
        }
        var flow = new CallFlow(code, root.Spoken("name", CallFlow.KnownLanguages).Texts, languages, root.Text("start"), nodes) { Numbers = numbers };
        Placeholders(flow);
        return flow;
    }

    private static FlowNode ReadNode(Part node, IReadOnlyList<string> languages)
    {
        var kind = node.Text("kind");
        Spoken Say(string member) => node.Spoken(member, languages, node);
        switch (kind)
        {
            case "prompt":
                node.Knows("kind", "say", "recording", "next");
                return new PromptNode(Say("say"), node.Text("next"));
            case "menu":
                node.Knows("kind", "say", "recording", "keys", "words", "seconds", "tries", "otherwise");
                return new MenuNode(Say("say"), node.Keys("keys", required: true), node.Words("words"), node.Number("seconds", 5, 1, 30), node.Number("tries", 2, 1, 5), node.Text("otherwise"));
            case "gather":
                node.Knows("kind", "say", "recording", "into", "by", "most", "seconds", "tries", "next", "otherwise");
                var into = node.Text("into");
                if (!Name().IsMatch(into) || into is "language" or "state" or "position" or "minutes") throw node.Wrong("into", "is no name for an answer");
                return new GatherNode(Say("say"), into, node.Choice<AnswerBy>("by", AnswerBy.Keys), node.Number("most", 16, 1, 32), node.Number("seconds", 8, 1, 30), node.Number("tries", 2, 1, 5), node.Text("next"), node.Text("otherwise"));
            case "language":
                if (node.Has("to"))
                {
                    node.Knows("kind", "to", "next");
                    return languages.Contains(node.Text("to")) ? new LanguageNode(node.Text("to"), null, new Dictionary<string, string>(), 1, node.Text("next")) : throw node.Wrong("to", "names a language which the flow has not");
                }
                node.Knows("kind", "say", "recording", "keys", "seconds", "next");
                var keys = node.Keys("keys", required: true);
                if (keys.Values.Except(languages).FirstOrDefault() is { } stranger) throw node.Wrong("keys", $"names the language {stranger}, which the flow has not");
                return new LanguageNode(null, Say("say"), keys, node.Number("seconds", 4, 1, 30), node.Text("next"));
            case "ticket":
                node.Knows("kind", "number", "queryCode", "found", "unknown", "tries", "next", "otherwise");
                return new TicketNode(Say("number"), Say("queryCode"), Say("found"), Say("unknown"), node.Number("tries", 3, 1, 5), node.Text("next"), node.Text("otherwise"));
            case "hours":
                node.Knows("kind", "open", "closed");
                return new HoursNode(node.Text("open"), node.Text("closed"));
            case "queue":
                node.Knows("kind", "say", "recording", "place", "music", "every", "topic", "enterprise", "priority", "officeHours", "most", "keys", "whisper", "after", "full", "closed", "otherwise");
                return new QueueNode(Say("say"), Say("place"), node.File("music"), node.Number("every", 30, 5, 120), node.Optional("topic"), node.Flag("enterprise"), node.Number("priority", 0, 0, 9),
                    node.Flag("officeHours"), node.Number("most", 1800, 30, 7200), node.Keys("keys", required: false), node.Has("whisper") ? node.Spoken("whisper", ["zh-CN"]) : null,
                    node.Text("after"), node.Text("full"), node.Text("closed"), node.Text("otherwise"));
            case "callback":
                node.Knows("kind", "say", "recording", "kept", "seconds", "next", "otherwise");
                return new CallBackNode(Say("say"), Say("kept"), node.Number("seconds", 5, 1, 30), node.Text("next"), node.Text("otherwise"));
            case "voicemail":
                node.Knows("kind", "say", "recording", "most", "next");
                return new VoicemailNode(Say("say"), node.Number("most", 180, 10, 600), node.Text("next"));
            case "rating":
                node.Knows("kind", "say", "recording", "thanks", "tries", "next");
                return new RatingNode(Say("say"), Say("thanks"), node.Number("tries", 2, 1, 3), node.Text("next"));
            case "emergency":
                node.Knows("kind", "say", "recording", "keys", "seconds", "next");
                var numbers = node.Keys("keys", required: false);
                if (numbers.Values.Except(CallFlow.EmergencyNumbers).FirstOrDefault() is { } odd) throw node.Wrong("keys", $"names {odd}; only {string.Join(", ", CallFlow.EmergencyNumbers)} can stand there");
                return new EmergencyNode(Say("say"), numbers, node.Number("seconds", 3, 1, 30), node.Text("next"));
            case "transfer":
                node.Knows("kind", "say", "recording", "number", "seconds", "next", "otherwise");
                var number = node.Text("number");
                if (!CallFlow.MayCall(number)) throw node.Wrong("number", "must be + and 7 to 15 digits, or a number of emergency");
                return new TransferNode(Say("say"), number, node.Number("seconds", 40, 5, 120), node.Text("next"), node.Text("otherwise"));
            case "hangup":
                node.Knows("kind", "say", "recording");
                return new HangUpNode(node.Has("say") ? Say("say") : null);
            default:
                throw node.Wrong("kind", $"{kind} is none of prompt, menu, gather, language, ticket, hours, queue, callback, voicemail, rating, emergency, transfer, hangup");
        }
    }

    /// <summary>A placeholder nobody fills would be read out as it stands.</summary>
    private static void Placeholders(CallFlow flow)
    {
        var answers = flow.Nodes.Values.OfType<GatherNode>().Select(g => g.Into).ToList();
        foreach (var (name, node) in flow.Nodes)
            foreach (var (member, spoken, known) in TextsOf(node, answers))
                foreach (var text in spoken.Texts.Values)
                    if (Placeholder().Matches(text).Select(m => m.Groups[1].Value).Except(known).FirstOrDefault() is { } stray)
                        throw new FormatException($"{name}.{member}: {{{stray}}} stands for nothing here.");
    }

    private static IEnumerable<(string Member, Spoken Spoken, IReadOnlyList<string> Known)> TextsOf(FlowNode node, IReadOnlyList<string> answers) => node switch
    {
        PromptNode n => [("say", n.Say, [])],
        MenuNode n => [("say", n.Say, [])],
        GatherNode n => [("say", n.Say, [])],
        LanguageNode { Say: { } say } => [("say", say, [])],
        TicketNode n => [("number", n.Number, []), ("queryCode", n.QueryCode, []), ("found", n.Found, ["state"]), ("unknown", n.Unknown, [])],
        QueueNode n => [("say", n.Say, []), ("place", n.Place, ["position", "minutes"]), .. n.Whisper is { } w ? [("whisper", w, (IReadOnlyList<string>)["language", .. answers])] : Array.Empty<(string, Spoken, IReadOnlyList<string>)>()],
        CallBackNode n => [("say", n.Say, []), ("kept", n.Kept, [])],
        VoicemailNode n => [("say", n.Say, [])],
        RatingNode n => [("say", n.Say, []), ("thanks", n.Thanks, [])],
        EmergencyNode n => [("say", n.Say, [])],
        TransferNode n => [("say", n.Say, [])],
        HangUpNode { Say: { } say } => [("say", say, [])],
        _ => [],
    };

    /// <summary>One object of the text, and its name for whoever has to mend it.</summary>
    private readonly record struct Part(string Path, JsonElement Value)
    {
        public FormatException Wrong(string member, string what) => new($"{Path}.{member}: {what}.");

        public void Knows(params string[] members)
        {
            if (Value.ValueKind != JsonValueKind.Object) throw new FormatException($"{Path} is no table of members.");
            foreach (var member in Value.EnumerateObject())
                if (!members.Contains(member.Name)) throw Wrong(member.Name, $"is unknown here; known are {string.Join(", ", members)}");
        }

        public bool Has(string member) => Value.ValueKind == JsonValueKind.Object && Value.TryGetProperty(member, out var value) && value.ValueKind != JsonValueKind.Null;

        public Part Member(string member) => Has(member) ? new($"{Path}.{member}", Value.GetProperty(member)) : throw Wrong(member, "is missing");

        public JsonElement.ArrayEnumerator Items() => Value.ValueKind == JsonValueKind.Array && Value.EnumerateArray().All(i => i.ValueKind == JsonValueKind.String) ? Value.EnumerateArray() : throw new FormatException($"{Path} is no list of names.");

        public List<(string Name, JsonElement Value)> Members()
        {
            if (Value.ValueKind != JsonValueKind.Object) throw new FormatException($"{Path} is no table of members.");
            var members = Value.EnumerateObject().Select(m => (m.Name, m.Value)).ToList();
            return members.GroupBy(m => m.Name).FirstOrDefault(g => g.Count() > 1) is { Key: var twice } ? throw Wrong(twice, "stands there twice") : members;
        }

        public string? Optional(string member) => Has(member) ? Text(member) : null;

        public string Text(string member)
        {
            var value = Member(member).Value;
            // Unquoted in YAML, 110 is a number; it is meant as the text it looks like.
            var text = value.ValueKind switch { JsonValueKind.String => value.GetString()!, JsonValueKind.Number => value.GetRawText(), _ => throw Wrong(member, "is no text") };
            return text.Length is > 0 and <= MostText ? text : throw Wrong(member, $"must have 1 to {MostText} characters");
        }

        public int Number(string member, int standard, int least, int most) => !Has(member) ? standard
            : Member(member).Value is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) && number >= least && number <= most ? number
            : throw Wrong(member, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least} to {most}"));

        public bool Flag(string member) => Has(member) && Member(member).Value.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => throw Wrong(member, "must be true or false") };

        public T Choice<T>(string member, T standard) where T : struct, Enum
        {
            if (!Has(member)) return standard;
            var name = Text(member);
            return Enum.GetNames<T>().Contains(name, StringComparer.OrdinalIgnoreCase) ? Enum.Parse<T>(name, ignoreCase: true) : throw Wrong(member, $"must be one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}");
        }

        public Dictionary<string, string> Keys(string member, bool required)
        {
            if (!required && !Has(member)) return [];
            var part = Member(member);
            var keys = part.Members().ToDictionary(m => m.Name, m => part.Text(m.Name));
            if (keys.Count == 0 && required) throw Wrong(member, "must hold at least one key");
            return keys.Keys.FirstOrDefault(k => k.Length != 1 || !"0123456789*#".Contains(k, StringComparison.Ordinal)) is { } odd ? throw Wrong(member, $"{odd} is no key of a telephone") : keys;
        }

        public Dictionary<string, string> Words(string member)
        {
            if (!Has(member)) return [];
            var part = Member(member);
            var words = part.Members().ToDictionary(m => m.Name, m => part.Text(m.Name));
            return words.Count > 50 || words.Keys.Any(w => w.Trim().Length is 0 or > 30) ? throw Wrong(member, "must be up to 50 words of up to 30 characters") : words;
        }

        public string? File(string member) => !Has(member) ? null : Text(member) is var name && FileName().IsMatch(name) ? name : throw Wrong(member, "must be a file name of letters, digits and dashes that ends in .wav or .mp3");

        /// <summary>Texts in the languages, no more and no fewer, and the recordings beside them.</summary>
        public Spoken Spoken(string member, IReadOnlyList<string> languages, Part? recordings = null)
        {
            var part = Member(member);
            part.Knows([.. languages]);
            var texts = languages.ToDictionary(l => l, l => part.Text(l));
            var files = new Dictionary<string, string>();
            if (member == "say" && recordings is { } node && node.Has("recording"))
            {
                var beside = node.Member("recording");
                beside.Knows([.. languages]);
                foreach (var (language, _) in beside.Members()) if (beside.File(language) is { } file) files.Add(language, file);
            }
            return new Spoken(texts, files);
        }
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,39}\\z")]
    private static partial Regex Name();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_-]{0,59}\\.(wav|mp3)\\z")]
    private static partial Regex FileName();

    [GeneratedRegex("^\\+?[0-9]{3,15}\\z")]
    private static partial Regex Dialled();

    [GeneratedRegex("\\{([^{}]*)\\}")]
    private static partial Regex Placeholder();
}
