using System.Text.RegularExpressions;
using Hotline.Domain.Search;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Data;

/// <summary>
/// Full text in the database: the same tokens (Chinese pairs, Latin words) feed SQLite's FTS5 and PostgreSQL's tsvector.
/// Rows are written by the router in the transaction of the suggestion, and when an answer is published.
/// </summary>
internal sealed partial class TicketSearch(HotlineDb db)
{
    /// <summary>A search looks at the newest matches only, so its cost does not grow with the years.</summary>
    public const int MostMatches = 1_000;

    /// <summary>With the next save.</summary>
    public void IndexTicket(Ticket ticket)
    {
        var tokens = SearchTokens.Indexed($"{ticket.Subject}\n{ticket.Body}\n{ticket.Place}");
        db.Also(ct => Write("ticket_search", ticket.Id, tokens, ct));
    }

    /// <summary>With the next save: what the index knew of the tickets gives way to their present words.</summary>
    public void IndexAgain(IReadOnlyList<Ticket> tickets)
    {
        // One pass over SQLite's index, which has no key but its own, whatever the number of tickets.
        var keys = tickets.Select(t => Key(t.Id)).ToArray();
        db.Also(ct => db.IsSqlite
            ? db.Statements.Run("DELETE FROM ticket_search WHERE id IN (SELECT value FROM json_each($1))", ct, System.Text.Json.JsonSerializer.Serialize(keys))
            : db.Statements.Run("DELETE FROM ticket_search WHERE id = ANY($1::uuid[])", ct, (object)keys));
        foreach (var ticket in tickets) IndexTicket(ticket);
    }

    /// <summary>With the next save.</summary>
    public void IndexPublication(Guid id, string text)
    {
        var tokens = SearchTokens.Indexed(text);
        Remove(id);
        db.Also(ct => Write("publication_search", id, tokens, ct));
    }

    /// <summary>With the next save.</summary>
    public void Remove(Guid publicationId) =>
        db.Also(ct => db.Statements.Run(db.IsSqlite ? "DELETE FROM publication_search WHERE id = $1" : "DELETE FROM publication_search WHERE id = $1::uuid", ct, Key(publicationId)));

    /// <summary>Ids of the newest tickets that hold every word; empty when nothing can be searched for.</summary>
    public Task<List<Guid>> Tickets(string typed, CancellationToken ct) => Match("ticket_search", typed, ct);

    public Task<List<Guid>> Publications(string typed, CancellationToken ct) => Match("publication_search", typed, ct);

    /// <summary>Ids of the tickets that share most words with a message, best first: candidates for a closer look.</summary>
    public async Task<List<Guid>> Candidates(string? subject, string body, int limit, CancellationToken ct)
    {
        // The subject and the opening say what is wanted; thirty-two of their pairs are enough to find a twin.
        var tokens = SearchTokens.Query($"{subject}\n{(body.Length > 120 ? body[..120] : body)}");
        if (tokens.Count == 0) return [];
        var (sql, query) = db.IsSqlite
            ? ("SELECT id AS \"Value\" FROM ticket_search WHERE ticket_search MATCH {0} ORDER BY bm25(ticket_search) LIMIT {1}", string.Join(" OR ", tokens.Select(t => $"\"{t}\"")))
            : ("SELECT id::text AS \"Value\" FROM ticket_search WHERE tokens @@ to_tsquery('simple', {0}) ORDER BY ts_rank(tokens, to_tsquery('simple', {0})) DESC LIMIT {1}", string.Join(" | ", tokens.Select(t => $"'{t}'")));
        return [.. (await db.Database.SqlQueryRaw<string>(sql, query, limit).ToListAsync(ct)).Select(Guid.Parse)];
    }

    private Task Write(string table, Guid id, string tokens, CancellationToken ct) =>
        db.Statements.Run($"INSERT INTO {table} (id, tokens) VALUES " + (db.IsSqlite
            ? "($1, $2)"
            : "($1::uuid, array_to_tsvector(ARRAY(SELECT DISTINCT unnest(string_to_array($2, ' ')))))"), ct, Key(id), tokens);

    private async Task<List<Guid>> Match(string table, string typed, CancellationToken ct)
    {
        var query = db.IsSqlite ? SearchTokens.ToFts5(typed) : SearchTokens.ToTsQuery(typed);
        if (query is null) return [];
        var sql = db.IsSqlite
            ? $"SELECT id AS \"Value\" FROM {Known(table)} WHERE {table} MATCH {{0}} ORDER BY rowid DESC LIMIT {MostMatches}"
            : $"SELECT id::text AS \"Value\" FROM {Known(table)} WHERE tokens @@ to_tsquery('simple', {{0}}) ORDER BY id DESC LIMIT {MostMatches}";
        return [.. (await db.Database.SqlQueryRaw<string>(sql, query).ToListAsync(ct)).Select(Guid.Parse)];
    }

    private static string Key(Guid id) => id.ToString("D").ToUpperInvariant();

    private static string Known(string table) => TableName().IsMatch(table) ? table : throw new ArgumentException(table, nameof(table));

    [GeneratedRegex("^(ticket|publication)_search$")]
    private static partial Regex TableName();
}
