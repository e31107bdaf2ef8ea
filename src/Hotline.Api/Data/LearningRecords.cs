using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;

namespace Hotline.Api.Data;

/// <summary>Why a person's decision is an example: agreed with the suggestion, had none, or decided otherwise.</summary>
internal enum LabelReason
{
    /// <summary>The person took the suggested category.</summary>
    Confirmed,
    /// <summary>There was no suggestion.</summary>
    CategoryChosen,
    /// <summary>Another category than the suggested or the former one.</summary>
    CategoryCorrected,
    /// <summary>Sent to another department than the suggested one.</summary>
    DispatchDiffers,
    /// <summary>Sent out again after it came back: the department that took it in the end.</summary>
    Redispatched,
    /// <summary>A department's return was approved: the department that took it instead.</summary>
    Returned,
}

/// <summary>What a person decided about a ticket, kept to learn from. Of several about one ticket the newest counts.</summary>
internal sealed class LabelledExample
{
    public Guid Id { get; private init; }
    public Guid TicketId { get; private init; }
    public string CategoryCode { get; private init; } = "";
    public string? DepartmentCode { get; private init; }
    public LabelReason Why { get; private init; }
    public string DecidedBy { get; private init; } = "";
    public string DecidedByName { get; private init; } = "";
    public DateTimeOffset DecidedAt { get; private init; }
    /// <summary>The classifier that had advised; null when none did.</summary>
    public int? ModelVersion { get; private init; }
    /// <summary>Set when the knowledge keeper took it out of the training data.</summary>
    public DateTimeOffset? DroppedAt { get; private set; }
    public string? DroppedBy { get; private set; }

    public static LabelledExample Of(Ticket ticket, LabelReason why, Actor actor, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at), TicketId = ticket.Id, CategoryCode = ticket.CategoryCode!, DepartmentCode = ticket.LeadDepartment, Why = why,
        DecidedBy = actor.UserName, DecidedByName = actor.DisplayName, DecidedAt = at, ModelVersion = ticket.ModelVersion,
    };

    public void Drop(Actor actor, DateTimeOffset at) => (DroppedAt, DroppedBy) = (at, actor.UserName);
}

internal enum ModelState
{
    /// <summary>The one that advises.</summary>
    Champion,
    /// <summary>Trained and measured; answers beside the champion, and nobody sees it.</summary>
    Challenger,
    Retired,
}

/// <summary>A trained classifier of the registry; its file lies in <c>models/</c> of the data folder.</summary>
internal sealed class ClassifierModel
{
    public Guid Id { get; init; }
    /// <summary>1, 2, 3, ... in the order of registration; tickets name it.</summary>
    public int Version { get; init; }
    public ModelState State { get; init; }
    public DateTimeOffset TrainedAt { get; init; }
    public string TrainedBy { get; init; } = "";
    public string FileName { get; init; } = "";
    /// <summary>Of the file, lower-case hex.</summary>
    public string Sha256 { get; init; } = "";
    /// <summary>JSON of the model card.</summary>
    public string Card { get; init; } = "{}";
    /// <summary>JSON of the comparison with the champion of that time; null for a model that came from outside.</summary>
    public string? Evaluation { get; init; }
    public DateTimeOffset? PromotedAt { get; init; }
    public string? PromotedBy { get; init; }
    /// <summary>When the file of a long retired model was deleted; the row stays, the model never runs again.</summary>
    public DateTimeOffset? FileDeletedAt { get; init; }
}

/// <summary>How often a challenger gave the champion's answer on live messages, by the champion's answer.</summary>
internal sealed class ShadowTally
{
    public Guid ModelId { get; init; }
    public string CategoryCode { get; init; } = "";
    public long Scored { get; init; }
    public long Agreed { get; init; }
}
