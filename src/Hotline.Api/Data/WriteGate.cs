using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Data;

/// <summary>
/// SQLite has one writer. Waiting writers queue here, first come first served, instead of polling the busy database,
/// which would starve requests behind a busy intake. PostgreSQL needs no gate.
/// </summary>
internal sealed class WriteGate : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Waits for the turn; inside a transaction the caller already holds it.</summary>
    public async ValueTask<IDisposable?> Enter(HotlineDb db, CancellationToken ct)
    {
        if (!db.IsSqlite || db.Database.CurrentTransaction is not null) return null;
        await _turn.WaitAsync(ct);
        return new Turn(_turn);
    }

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
