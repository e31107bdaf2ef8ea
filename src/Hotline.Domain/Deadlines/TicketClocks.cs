using Hotline.Domain.Tickets;

namespace Hotline.Domain.Deadlines;

/// <summary>A deadline as the history alone tells it.</summary>
/// <param name="Deadline">Computed from the start, the pauses and the extensions found in the history.</param>
/// <param name="Dropped">The clock was stopped without being met.</param>
public sealed record ReplayedDeadline(int Round, Deadline Deadline, DateTimeOffset? MetAt, bool Dropped);

/// <summary>Finds a ticket's clocks again from its history, so that what is stored can be proved.</summary>
public static class TicketClocks
{
    private sealed class Running(DeadlineStep step, int round, DateTimeOffset startedAt, bool ordinary)
    {
        public DeadlineStep Step => step;
        public int Round => round;
        public DateTimeOffset StartedAt => startedAt;
        /// <summary>Counted as a normal ticket whatever the urgency, as publication is.</summary>
        public bool Ordinary => ordinary;
        public List<Pause> Pauses { get; } = [];
        public List<Duration> Extensions { get; } = [];
        public DateTimeOffset? MetAt { get; set; }
        public bool Dropped { get; set; }
        public bool IsOpen => MetAt is null && !Dropped;
        public Clock Clock => step == DeadlineStep.Answer ? Clock.Resident : Clock.Department;
    }

    /// <summary>Every deadline the ticket ever had, in the order they began.</summary>
    /// <param name="history">All entries in their order.</param>
    /// <param name="type">The ticket's type since it was taken on.</param>
    /// <param name="urgency">The ticket's urgency since it was taken on.</param>
    /// <param name="confidential">A confidential ticket is never published and has no term for it.</param>
    /// <param name="category">The ticket's category, where the policy has terms of its own for it.</param>
    /// <param name="clocks">The policy and calendar that the stored deadlines name.</param>
    public static IReadOnlyList<ReplayedDeadline> Recompute(IEnumerable<HistoryEntry> history, TicketType type, Urgency urgency, bool confidential, ServiceClock clocks, string? category = null)
    {
        var all = new List<Running>();
        var round = 1;
        foreach (var entry in history) Follow(entry);
        return all.ConvertAll(d => new ReplayedDeadline(d.Round,
            clocks.Calculate(d.Step, type, d.Ordinary ? Urgency.Normal : urgency, d.StartedAt, category, d.Pauses, d.Extensions), d.MetAt, d.Dropped));

        void Follow(HistoryEntry entry)
        {
            if (entry is { From: { } from, To: { } to } && Enum.TryParse<TicketAction>(entry.Action, out var action)) Move(entry, from, action, to);
            else if (entry.Action == "FirstContact") Meet(DeadlineStep.FirstContact, entry.At);
            else if (entry.Action == "Publish") Meet(DeadlineStep.Publish, entry.At);
            else if (entry.Action == "ApproveExtension") all.FindLast(d => d.Step == DeadlineStep.Handle && d.IsOpen)?.Extensions.Add(Duration.Parse(entry.Outcome!));
        }

        void Move(HistoryEntry entry, TicketState from, TicketAction action, TicketState to)
        {
            var row = TicketLifecycle.From(from, action).First(t => t.To == to);
            if (row.DepartmentClock == ClockMove.Stop) Stop(Clock.Department, entry.At, met: action == TicketAction.Approve);
            if (row.ResidentClock == ClockMove.Stop) Stop(Clock.Resident, entry.At, met: true);
            foreach (var stands in Open(Clock.Department))
                if (row.DepartmentClock == ClockMove.Pause) stands.Pauses.Add(new Pause(entry.At, null));
                else if (row.DepartmentClock == ClockMove.Continue && stands.Pauses is [.., { To: null } last]) stands.Pauses[^1] = last with { To = entry.At };
            Begin(entry.At, from, action, to);
        }

        void Begin(DateTimeOffset at, TicketState from, TicketAction action, TicketState to)
        {
            switch (action)
            {
                case TicketAction.Accept when !all.Exists(d => d.Step == DeadlineStep.Answer):
                    Start(DeadlineStep.Answer, at);
                    break;
                case TicketAction.Dispatch:
                    Start(DeadlineStep.Sign, at);
                    Start(DeadlineStep.Handle, at);
                    break;
                case TicketAction.Sign or TicketAction.DeemedSigned:
                    Meet(DeadlineStep.Sign, at);
                    Start(DeadlineStep.FirstContact, at);
                    break;
                case TicketAction.Approve when from == TicketState.Replied:
                    Meet(DeadlineStep.Handle, at);
                    Stop(Clock.Department, at, met: false);
                    Start(DeadlineStep.Review, at);
                    break;
                case TicketAction.SendBack when from == TicketState.Review:
                    Meet(DeadlineStep.Review, at);
                    if (all.FindLast(d => d.Step == DeadlineStep.Handle && d.Round == round) is { } handle) handle.MetAt = null;
                    break;
                case TicketAction.Reopen:
                    round++;
                    Stop(Clock.Department, at, met: false);
                    if (all.Find(d => d.Step == DeadlineStep.Answer) is { } answer) answer.MetAt = null;
                    Start(DeadlineStep.Handle, at);
                    break;
                case TicketAction.Rework:
                    round++;
                    Start(DeadlineStep.Handle, at);
                    break;
            }
            if (to == TicketState.Closed && action != TicketAction.Settle && !confidential) all.Add(new Running(DeadlineStep.Publish, round, at, ordinary: true));
        }

        void Start(DeadlineStep step, DateTimeOffset at) => all.Add(new Running(step, round, at, ordinary: false));

        IEnumerable<Running> Open(Clock clock) => all.Where(d => d.Clock == clock && d.IsOpen);

        void Meet(DeadlineStep step, DateTimeOffset at)
        {
            if (all.FindLast(d => d.Step == step && d.IsOpen) is { } met) met.MetAt = at;
        }

        void Stop(Clock clock, DateTimeOffset at, bool met)
        {
            foreach (var stopped in Open(clock).ToList())
                if (met) stopped.MetAt = at; else stopped.Dropped = true;
        }
    }
}
