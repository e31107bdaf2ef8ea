namespace Hotline.Api.Messaging;

/// <summary>
/// One provider's line on this node: no more messages a second than it takes on average, and a rest that grows while it is away, so that
/// an hour without the provider costs a question now and then instead of every message's attempts.
/// </summary>
internal sealed class SendingLine
{
    private static readonly TimeSpan ShortestRest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(2);
    private double _allowed = double.MaxValue;
    private DateTimeOffset _countedAt;
    private DateTimeOffset _fullUntil;
    private DateTimeOffset _downUntil;
    private TimeSpan _rest;

    /// <summary>Nothing more is taken on before.</summary>
    public DateTimeOffset RestsUntil => _fullUntil > _downUntil ? _fullUntil : _downUntil;

    /// <summary>The provider failed a moment ago; what has leave already waits as well.</summary>
    public bool IsDown(DateTimeOffset now) => _downUntil > now;

    /// <summary>Takes leave for one message; false when the second's are used up, and the line then rests until the next.</summary>
    /// <param name="perSecond">Null: as many as there are.</param>
    public bool MaySend(double? perSecond, DateTimeOffset now)
    {
        if (RestsUntil > now) return false;
        if (perSecond is not { } rate) return true;
        var most = Math.Max(1, rate);
        _allowed = _allowed > most ? most : Math.Min(most, _allowed + Math.Max(0, (now - _countedAt).TotalSeconds) * rate);
        _countedAt = now;
        if (_allowed >= 1)
        {
            _allowed--;
            return true;
        }
        // A few at a time: one look at the table for each message would cost more than the message.
        _fullUntil = now + TimeSpan.FromSeconds(Math.Max(0.25, (1 - _allowed) / rate));
        return false;
    }

    /// <summary>The provider or the way to it failed.</summary>
    public void Failed(DateTimeOffset now)
    {
        if (IsDown(now)) return;   // of several under way at once the first has said it
        _rest = _rest == TimeSpan.Zero ? ShortestRest : _rest * 2 < LongestRest ? _rest * 2 : LongestRest;
        _downUntil = now + _rest;
    }

    /// <summary>The provider answered.</summary>
    public void Answered() => _rest = TimeSpan.Zero;
}
