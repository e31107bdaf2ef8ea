namespace Hotline.Domain.Deadlines;

/// <summary>Whose clock a deadline runs on.</summary>
public enum Clock
{
    /// <summary>The promise to the resident; nothing stops it.</summary>
    Resident,

    /// <summary>The term of the department or the centre for one step; stands still while the resident is asked or the matter is listed as long-term.</summary>
    Department,
}

/// <summary>A stretch of a ticket's life that has a term.</summary>
public enum DeadlineStep
{
    /// <summary>From acceptance to closing, on the resident's clock.</summary>
    Answer,

    /// <summary>From acceptance to dispatch, by the centre.</summary>
    Dispatch,

    /// <summary>From dispatch to signing (or returning), by the department.</summary>
    Sign,

    /// <summary>From signing to the first contact with the resident.</summary>
    FirstContact,

    /// <summary>From dispatch to the reply, by the department.</summary>
    Handle,

    /// <summary>From the reply to the centre's review.</summary>
    Review,

    /// <summary>From the review to the end of the follow-up.</summary>
    FollowUp,

    /// <summary>From closing to publication.</summary>
    Publish,
}
