using System.Globalization;

namespace Hotline.Domain.CallFlows;

/// <summary>
/// Walks through a flow: state and input in, words and commands out. Pure: the same three always give the same. Whatever the
/// input, and however often it comes, there is an answer; what does not fit the moment is answered by asking again.
/// </summary>
public static class CallFlowRun
{
    /// <summary>Inputs of one call, without waiting. Nobody needs as many; a telephone that lies on its keys does.</summary>
    public const int MostSteps = 200;

    /// <summary>Keys of a ticket number or a query code.</summary>
    private const int MostEntered = 32;
    private const int SecondsToEnter = 15;
    private const int SecondsToRing = 40;

    /// <summary>Answers one input.</summary>
    public static FlowStep Step(CallFlow flow, FlowState state, CallInput input, CallMoment moment)
    {
        ArgumentNullException.ThrowIfNull(flow);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(moment);
        return new Walk(flow, state, moment).Take(input);
    }

    private sealed class Walk(CallFlow flow, FlowState state, CallMoment moment)
    {
        private readonly List<CallCommand> _commands = [];
        private readonly List<Utterance> _words = [];
        private FlowState _state = state;

        public FlowStep Take(CallInput input)
        {
            if (_state.Ended) return Done();
            if (input is CallInput.HungUp) return HangUp(said: null);
            // A flow that was changed under a running call may have lost the node: the caller begins again.
            if (!flow.Nodes.TryGetValue(_state.Node, out var node)) return Enter(flow.Start);
            if (input is CallInput.AgentJoined && _state.InLine)
            {
                _state = _state with { Node = _state.Line!, Line = null, Talk = TalkState.WithAgent };
                return Answer(new CallThen.Talk());
            }
            if (!(input is CallInput.Silence && node is QueueNode)) _state = _state with { Steps = _state.Steps + 1 };
            if (_state.Steps > MostSteps) return HangUp(said: null);
            return input is CallInput.Began && _state.Talk == TalkState.None ? Enter(_state.Node) : On(node, input);
        }

        private FlowStep On(FlowNode node, CallInput input) => (node, input) switch
        {
            (_, CallInput.TalkEnded ended) when _state.Talk != TalkState.None => AfterTalk(node, ended),
            _ when _state.Talk != TalkState.None => Again(node),
            (MenuNode menu, CallInput.Keys keys) => keys.Digits.Length > 0 && menu.Keys.TryGetValue(keys.Digits[..1], out var to) ? Enter(to) : Missed(menu.Tries, menu.Otherwise, menu),
            (MenuNode menu, CallInput.Speech speech) => menu.Words.FirstOrDefault(w => Normal(speech.Text).Contains(Normal(w.Key), StringComparison.Ordinal)).Value is { } to ? Enter(to) : Missed(menu.Tries, menu.Otherwise, menu),
            (MenuNode menu, CallInput.Silence) => Missed(menu.Tries, menu.Otherwise, menu),
            (GatherNode gather, CallInput.Keys { Digits.Length: > 0 } keys) when gather.By != AnswerBy.Speech => Keep(gather, keys.Digits[..Math.Min(keys.Digits.Length, gather.Most)]),
            (GatherNode gather, CallInput.Speech speech) when gather.By != AnswerBy.Keys && speech.Text.Trim().Length > 0 => Keep(gather, speech.Text.Trim()),
            (GatherNode gather, CallInput.Keys or CallInput.Speech or CallInput.Silence) => Missed(gather.Tries, gather.Otherwise, gather),
            (LanguageNode choice, CallInput.Keys keys) when keys.Digits.Length > 0 && choice.Keys.TryGetValue(keys.Digits[..1], out var language) => Speak(language, choice.Next),
            (LanguageNode choice, CallInput.Keys or CallInput.Speech or CallInput.Silence) => Enter(choice.Next),
            (TicketNode ticket, _) => OnTicket(ticket, input),
            (QueueNode queue, CallInput.Keys keys) when keys.Digits.Length > 0 && queue.Keys.TryGetValue(keys.Digits[..1], out var to) => LeaveFor(to),
            (QueueNode queue, CallInput.Keys or CallInput.Speech or CallInput.Silence) => WaitOn(queue),
            (CallBackNode, CallInput.Keys { Digits: "1" }) when moment.NumberKnown => Promise((CallBackNode)node),
            (CallBackNode offer, CallInput.Keys or CallInput.Speech or CallInput.Silence) => Enter(offer.Otherwise),
            (VoicemailNode voicemail, CallInput.Recorded or CallInput.Silence) => Enter(voicemail.Next),
            (RatingNode rating, CallInput.Keys { Digits.Length: > 0 } keys) when keys.Digits[0] is >= '1' and <= '5' => Rate(rating, keys.Digits[0] - '0'),
            (RatingNode rating, CallInput.Keys or CallInput.Speech or CallInput.Silence) => Missed(rating.Tries, rating.Next, rating),
            (EmergencyNode hint, CallInput.Keys keys) when keys.Digits.Length > 0 && hint.Keys.TryGetValue(keys.Digits[..1], out var number) => Dial(number),
            (EmergencyNode hint, CallInput.Keys or CallInput.Speech or CallInput.Silence) => Enter(hint.Next),
            _ => Again(node),
        };

        /// <summary>Goes to a node and on, until one needs an input. Silent rings are refused by the check; the bound is for a flow nobody checked.</summary>
        private FlowStep Enter(string name)
        {
            for (var passed = 0; passed <= flow.Nodes.Count && flow.Nodes.TryGetValue(name, out var node); passed++)
            {
                _state = _state with { Node = name, Tries = 0, Number = null };
                switch (node)
                {
                    case EmergencyNode { Keys.Count: 0 } hint: Say(hint.Say); name = hint.Next; continue;
                    case PromptNode prompt: Say(prompt.Say); name = prompt.Next; continue;
                    case LanguageNode { To: { } language } choice: _state = _state with { Language = language }; name = choice.Next; continue;
                    case HoursNode hours: name = moment.OfficeOpen ? hours.Open : hours.Closed; continue;
                    case CallBackNode offer when !moment.NumberKnown: name = offer.Otherwise; continue;
                    case QueueNode { OfficeHours: true } queue when !moment.OfficeOpen: LeaveLine(false); name = queue.Closed; continue;
                    case QueueNode queue when !moment.LineOpen && !_state.InLine: name = queue.Full; continue;
                    case QueueNode queue when moment.Waited >= TimeSpan.FromSeconds(queue.Most): LeaveLine(false); name = queue.Otherwise; continue;
                    default: return Again(node);
                }
            }
            return HangUp(said: null);
        }

        /// <summary>What a node that needs an input says and does; also when it must be said again.</summary>
        private FlowStep Again(FlowNode node)
        {
            switch (node)
            {
                case MenuNode menu: Say(menu.Say); return Answer(Ask(menu.Words.Count > 0 ? AnswerBy.Both : AnswerBy.Keys, menu.Seconds, 1, null, menu.Words.Keys));
                case GatherNode gather: Say(gather.Say); return Answer(Ask(gather.By, gather.Seconds, gather.Most, gather.Most == 1 ? null : '#', []));
                case LanguageNode { Say: not null } choice:
                    foreach (var language in flow.Languages) Say(choice.Say!, language);
                    return Answer(Ask(AnswerBy.Keys, choice.Seconds, 1, null, []));
                case TicketNode ticket: Say(_state.Number is null ? ticket.Number : ticket.QueryCode); return Answer(Ask(AnswerBy.Keys, SecondsToEnter, MostEntered, '#', []));
                case QueueNode queue when _state.Talk == TalkState.None: return Join(queue);
                case CallBackNode offer: Say(offer.Say); return Answer(Ask(AnswerBy.Keys, offer.Seconds, 1, null, []));
                case VoicemailNode voicemail: LeaveLine(true); Say(voicemail.Say); return Answer(new CallThen.Record(voicemail.Most));
                case RatingNode rating: Say(rating.Say); return Answer(Ask(AnswerBy.Keys, 6, 1, null, []));
                case EmergencyNode hint when _state.Talk == TalkState.None: Say(hint.Say); return Answer(Ask(AnswerBy.Keys, hint.Seconds, 1, null, []));
                case TransferNode transfer when _state.Talk == TalkState.None: LeaveLine(false); Say(transfer.Say); return Dial(transfer.Number, transfer.Seconds);
                case HangUpNode end: return HangUp(end.Say);
                case TransferNode transfer: return Answer(new CallThen.Dial(transfer.Number, transfer.Seconds));
                case EmergencyNode when _state.Number is { } number: return Answer(new CallThen.Dial(number, SecondsToRing));
                case QueueNode: return Answer(new CallThen.Talk());
                default: return Enter(_state.Node);
            }
        }

        private FlowStep OnTicket(TicketNode ticket, CallInput input)
        {
            switch (input)
            {
                case CallInput.Keys { Digits.Length: > 0 } keys when _state.Number is null:
                    _state = _state with { Number = keys.Digits[..Math.Min(keys.Digits.Length, MostEntered)] };
                    return Again(ticket);
                case CallInput.Keys { Digits.Length: > 0 } keys:
                    return Answer(new CallThen.LookUp(_state.Number!, keys.Digits[..Math.Min(keys.Digits.Length, MostEntered)]));
                case CallInput.TicketState { Words: { } words } when _state.Number is not null:
                    Say(ticket.Found, values: [("state", words)]);
                    return Enter(ticket.Next);
                case CallInput.TicketState:
                    Say(ticket.Unknown);
                    _state = _state with { Number = null };
                    return Missed(ticket.Tries, ticket.Otherwise, ticket);
                case CallInput.Keys or CallInput.Speech or CallInput.Silence: return Missed(ticket.Tries, ticket.Otherwise, ticket);
                default: return Again(ticket);
            }
        }

        private FlowStep Join(QueueNode queue)
        {
            if (_state.Line != _state.Node)
            {
                LeaveLine(false);   // another line than the one the caller stands in
                _state = _state with { Line = _state.Node };
                _commands.Add(new CallCommand.Join(queue.Topic, _state.Language, queue.Enterprise, queue.Priority, Whisper(queue)));
            }
            Announce(queue);
            return Answer(new CallThen.Wait(queue.Every, queue.Music));
        }

        private FlowStep WaitOn(QueueNode queue)
        {
            if (moment.Waited >= TimeSpan.FromSeconds(queue.Most)) { LeaveLine(false); return Enter(queue.Otherwise); }
            return Join(queue);
        }

        private void Announce(QueueNode queue)
        {
            if (moment.Position is not { } position) { Say(queue.Say); return; }
            // Whole minutes, at least one: nobody believes seconds, and zero would be a promise.
            var minutes = moment.Wait is { } wait ? Math.Max(1, (int)Math.Min(600, Math.Ceiling(wait.TotalMinutes))) : (int?)null;
            if (minutes is null) Say(queue.Say);
            else Say(queue.Place, values: [("position", Number(position)), ("minutes", Number(minutes.Value))]);
        }

        private string Whisper(QueueNode queue) => queue.Whisper is not { } whisper ? ""
            : Fill(whisper.Texts["zh-CN"], [("language", _state.Language == "en" ? "英语" : "中文"), .. _state.Answers.Select(a => (a.Key, a.Value))]);

        private FlowStep LeaveFor(string to)
        {
            // Who is offered a call back or hears of a ticket stands in line until that is decided: the commands of those nodes end it.
            if (flow.Nodes.GetValueOrDefault(to) is not (CallBackNode or QueueNode or VoicemailNode)) LeaveLine(false);
            return Enter(to);
        }

        private FlowStep Promise(CallBackNode offer)
        {
            _state = _state with { Line = null };
            _commands.Add(new CallCommand.KeepPlace());
            Say(offer.Kept);
            return Enter(offer.Next);
        }

        private FlowStep Rate(RatingNode rating, int value)
        {
            if (_state.Rating is null)
            {
                _state = _state with { Rating = value };
                _commands.Add(new CallCommand.Rate(value));
            }
            Say(rating.Thanks);
            return Enter(rating.Next);
        }

        private FlowStep AfterTalk(FlowNode node, CallInput.TalkEnded ended)
        {
            var connected = ended.Connected || _state.Talk == TalkState.WithAgent;
            _state = _state with { Talk = TalkState.None };
            return node switch
            {
                QueueNode queue => Enter(queue.After),
                TransferNode transfer => Enter(connected ? transfer.Next : transfer.Otherwise),
                EmergencyNode hint => Enter(hint.Next),
                _ => Again(node),
            };
        }

        private FlowStep Dial(string number, int seconds = SecondsToRing)
        {
            LeaveLine(false);
            _state = _state with { Talk = TalkState.WithNumber, Number = number };
            return Answer(new CallThen.Dial(number, seconds));
        }

        private FlowStep Keep(GatherNode gather, string answer)
        {
            _state = _state with { Answers = new Dictionary<string, string>(_state.Answers) { [gather.Into] = answer.Length > 200 ? answer[..200] : answer } };
            return Enter(gather.Next);
        }

        private FlowStep Speak(string language, string next)
        {
            if (flow.Languages.Contains(language)) _state = _state with { Language = language };
            return Enter(next);
        }

        private FlowStep Missed(int tries, string otherwise, FlowNode node)
        {
            _state = _state with { Tries = _state.Tries + 1 };
            return _state.Tries >= tries ? Enter(otherwise) : Again(node);
        }

        private void LeaveLine(bool forVoicemail)
        {
            if (!_state.InLine) return;
            _state = _state with { Line = null };
            _commands.Add(new CallCommand.Leave(forVoicemail));
        }

        private FlowStep HangUp(Spoken? said)
        {
            LeaveLine(false);
            if (said is not null) Say(said);
            _state = _state with { Ended = true, Talk = TalkState.None };
            return Done();
        }

        private FlowStep Done() => Answer(new CallThen.HangUp());

        private FlowStep Answer(CallThen then) => new(_state, _commands, _words, then);

        private CallThen.Ask Ask(AnswerBy by, int seconds, int? most, char? endKey, IEnumerable<string> hints) => new(by, seconds, most, endKey, _state.Language, [.. hints]);

        private void Say(Spoken spoken, string? language = null, params (string Name, string Value)[] values)
        {
            language ??= _state.Language;
            if (!spoken.Texts.TryGetValue(language, out var text) || text.Length == 0) return;
            // A recording cannot say what is filled in.
            _words.Add(new Utterance(language, Fill(text, values), values.Length == 0 ? spoken.Recordings.GetValueOrDefault(language) : null));
        }

        private static string Fill(string text, IEnumerable<(string Name, string Value)> values) => values.Aggregate(text, (t, v) => t.Replace($"{{{v.Name}}}", v.Value, StringComparison.Ordinal));

        private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

        private static string Normal(string text) => text.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
    }
}
