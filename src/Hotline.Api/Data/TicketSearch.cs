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

    /// <summary>Tickets that share most with a text, best first, with a score of 0 to 1 relative to the best possible match: itself.</summary>
    public async Task<List<(Guid Id, double Score)>> Similar(Ticket ticket, int limit, CancellationToken ct)
    {
        // The subject and the opening say what is wanted; thirty-two of their pairs are enough to find a twin.
        var tokens = SearchTokens.Query($"{ticket.Subject}\n{(ticket.Body.Length > 120 ? ticket.Body[..120] : ticket.Body)}");
        if (tokens.Count == 0) return [];
        if (db.IsSqlite)
        {
            var match = string.Join(" OR ", tokens.Select(t => $"\"{t}\""));
            var rows = await db.Database.SqlQueryRaw<Hit>("SELECT id AS \"Id\", -bm25(ticket_search) AS \"Rank\" FROM ticket_search WHERE ticket_search MATCH {0} ORDER BY bm25(ticket_search) LIMIT {1}", match, limit + 1).ToListAsync(ct);
            return Scale(rows, ticket.Id);
        }
        var query = string.Join(" | ", tokens.Select(t => $"'{t}'"));
        var hits = await db.Database.SqlQueryRaw<Hit>("SELECT id::text AS \"Id\", ts_rank(tokens, to_tsquery('simple', {0}))::float8 AS \"Rank\" FROM ticket_search WHERE tokens @@ to_tsquery('simple', {0}) ORDER BY 2 DESC LIMIT {1}", query, limit + 1).ToListAsync(ct);
        return Scale(hits, ticket.Id);
    }

    private sealed record Hit(string Id, double Rank);

    private static List<(Guid, double)> Scale(List<Hit> hits, Guid self)
    {
        var best = hits.Find(h => Guid.Parse(h.Id) == self)?.Rank ?? hits.FirstOrDefault()?.Rank ?? 1;
        return [.. hits.Where(h => Guid.Parse(h.Id) != self).Select(h => (Guid.Parse(h.Id), Math.Clamp(Math.Round(h.Rank / best, 3), 0, 1)))];
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
