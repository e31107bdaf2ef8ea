using System.Data.Common;
using Hotline.Api.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Api.Tests;

public sealed class LeavingOnSqlite(Sqlite fixture) : LeavingTests(fixture), IClassFixture<Sqlite>;
public sealed class LeavingOnPostgres(Postgres fixture) : LeavingTests(fixture), IClassFixture<Postgres>;

/// <summary>A browser that is closed in the middle of a save: an everyday thing, and no error of the program's.</summary>
public abstract class LeavingTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    [Theory]
    [InlineData(Moment.Begin, false)]
    [InlineData(Moment.Begun, false)]
    [InlineData(Moment.Written, null)]
    [InlineData(Moment.Commit, true)]
    public async Task Who_leaves_in_the_middle_of_a_save_leaves_no_error_and_no_half(Moment moment, bool? kept)
    {
        var door = new Door(moment);
        using var host = Fixture.With(s => s.AddSingleton<IStartupFilter>(door)
            .ConfigureDbContext<HotlineDb>(o => o.AddInterceptors(door)));
        var agent = await host.As("agent1");
        var ticket = await host.Given.AReceivedTicket();
        var save = agent.Raw(HttpMethod.Put, "/api/drafts", $$"""{"ticketId":"{{ticket.Id}}","field":"reply","text":"写到一半"}""");
        await door.Ended.WaitAsync(TimeSpan.FromSeconds(60));
        await Record.ExceptionAsync(() => save);
        host.ErrorLog.ShouldBeEmpty();
        (await agent.Get($"/api/drafts?ticketId={ticket.Id}")).Ok().Items.Count.ShouldBeOneOf(kept is null ? [0, 1] : [kept.Value ? 1 : 0]);
    }

    public enum Moment { Begin, Begun, Written, Commit }

    /// <summary>Closes the connection of the first draft's save at the moment asked for.</summary>
    private sealed class Door(Moment moment) : DbTransactionInterceptor, IDbCommandInterceptor, IStartupFilter
    {
        private static readonly AsyncLocal<HttpContext?> Saving = new();
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Ended => _ended.Task;

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (http, following) =>
            {
                var first = http.Request.Method == "PUT" && http.Request.Path == "/api/drafts";
                Saving.Value = first ? http : null;
                try { await following(http); }
                finally { if (first) _ended.TrySetResult(); }
            });
            next(app);
        };

        public override ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result, CancellationToken cancellationToken = default)
        {
            Leave(Moment.Begin);
            return ValueTask.FromResult(result);
        }

        public override ValueTask<DbTransaction> TransactionStartedAsync(DbConnection connection, TransactionEndEventData eventData, DbTransaction result, CancellationToken cancellationToken = default)
        {
            Leave(Moment.Begun);
            return ValueTask.FromResult(result);
        }

        public override ValueTask<InterceptionResult> TransactionCommittingAsync(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            Leave(Moment.Commit);
            return ValueTask.FromResult(result);
        }

        public ValueTask<DbDataReader> ReaderExecutedAsync(DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
        {
            if (command.Transaction is not null) Leave(Moment.Written);
            return ValueTask.FromResult(result);
        }

        private void Leave(Moment now)
        {
            if (now == moment) Saving.Value?.Abort();
        }
    }
}
