using Hotline.Bench.Replay;

namespace Hotline.Bench.Doors;

internal enum Outcome { Accepted, Duplicate, Refused, Busy }

/// <summary>What a door answered.</summary>
/// <param name="Wait">With <see cref="Outcome.Busy"/>: how long the server asks to wait.</param>
/// <param name="Detail">With <see cref="Outcome.Refused"/>: the server's reason.</param>
internal sealed record DoorAnswer(Outcome Outcome, int Status, TimeSpan Wait = default, string? Detail = null)
{
    /// <summary>Reads what every door says alike: 429, and 503 with a time, mean later, anything else that is no success means no.</summary>
    public static async Task<DoorAnswer?> IfNotTaken(HttpResponseMessage response, CancellationToken ct)
    {
        var status = (int)response.StatusCode;
        if (status < 400) return null;
        var later = response.Headers.RetryAfter?.Delta;
        // A 503 without a time is a server that was never told how, such as an SMS door without an account.
        if (status == 429 || (status == 503 && later is not null)) return new(Outcome.Busy, status, later ?? TimeSpan.FromSeconds(1));
        var text = await response.Content.ReadAsStringAsync(ct);
        return new(Outcome.Refused, status, Detail: text.Length > 300 ? text[..300] : text);
    }
}

/// <summary>One way into the hotline, as one sender uses it: a door is not shared between connections.</summary>
internal interface IDoor : IDisposable
{
    /// <summary>Hands one message over. The same message again is safe: each door derives its identity from the message's id.</summary>
    /// <exception cref="HttpRequestException">Nobody answered.</exception>
    Task<DoorAnswer> Send(ReplayMessage message, CancellationToken ct);
}
