namespace Hotline.Channels;

/// <summary>Counts calls to a provider that allows so many a day, beyond the life of the process and across nodes.</summary>
public interface ICallLedger
{
    /// <summary>
    /// Counts one call before it is made, unless that would be one too many; a call that is counted and then fails stays counted,
    /// as the provider counts it too.
    /// </summary>
    /// <param name="account">Whose calls.</param>
    /// <param name="day">The provider's day.</param>
    /// <param name="reply">True for a call that answers a resident, false for one that reads.</param>
    /// <param name="most">Most calls of this purpose.</param>
    /// <param name="mostInAll">Most calls of both purposes together.</param>
    /// <param name="ct">Cancels the wait for the database.</param>
    Task<bool> TryCount(string account, DateOnly day, bool reply, int most, int mostInAll, CancellationToken ct);
}
