using System.Data.Common;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace Hotline.Bench.Intake;

/// <summary>One message as the limit server stores it.</summary>
internal sealed record LimitMessage(Guid Id, string ExternalId, string Subject, string Body, DateTime At);

/// <summary>
/// The rows the product writes for one message without a sender, by prepared statements of our own and nothing else: raw
/// message, ticket, history, event, and the two counters. The columns left out are null in the product's rows too.
/// </summary>
internal abstract class LimitRows(byte[] payload)
{
    protected byte[] Payload => payload;

    public static async Task<LimitRows> Open(bool postgres, string connectionString, int payloadBytes, CancellationToken ct)
    {
        var connection = await BenchDatabase.Open(postgres, connectionString, ct);
        var payload = new byte[payloadBytes];
        Random.Shared.NextBytes(payload);
        return connection is NpgsqlConnection npgsql ? new PostgresRows(npgsql, payload) : new SqliteRows(connection, payload);
    }

    /// <summary>All of them, durably, in one transaction.</summary>
    public abstract Task Write(IReadOnlyList<LimitMessage> batch);

    protected static string Number(long number) => string.Create(CultureInfo.InvariantCulture, $"990100260101{number:0000000}");

    protected const string Day = "2026-01-01";
    private const string MessageColumns = "incoming_message (id, channel, channel_account, provider_id, received_at, stored_at, payload, state, ticket_id, ticket_number, attempts, version)";
    private const string TicketColumns = "ticket (id, number, channel, state, urgency, priority, dangers, subject, body, language, anonymous, confidential, round, received_at, last_actor_name, history_count, version)";
    private const string HistoryColumns = "ticket_history (id, ticket_id, sequence, at, action, actor, actor_name)";
    private const string EventColumns = "event_log (seq, at, kind, topic, entity, entity_id, version, audience)";

    /// <summary>SQLite: one row a statement.</summary>
    private sealed class SqliteRows : LimitRows
    {
        private readonly DbConnection _connection;
        private readonly DbCommand _number, _sequence, _message, _ticket, _history, _event;

        public SqliteRows(DbConnection connection, byte[] payload) : base(payload)
        {
            _connection = connection;
            _number = Prepare($"INSERT INTO ticket_counter (day, channel, last) VALUES ('{Day}', 3, @count) ON CONFLICT (day, channel) DO UPDATE SET last = ticket_counter.last + @count RETURNING last", "count");
            _sequence = Prepare("UPDATE event_counter SET last = last + @count WHERE id = 1 RETURNING last", "count");
            _message = Prepare($"INSERT INTO {MessageColumns} VALUES (@id, 'Api', 'api:demo', @external, @at, @at, @payload, 'Ticketed', @id, @number, 1, 1)", "id", "external", "at", "payload", "number");
            _ticket = Prepare($"INSERT INTO {TicketColumns} VALUES (@id, @number, 'Api', 'Received', 'Normal', 0, '', @subject, @body, 'zh', 1, 0, 0, @at, '市民', 1, 1)", "id", "number", "subject", "body", "at");
            _history = Prepare($"INSERT INTO {HistoryColumns} VALUES (@id, @ticket, 1, @at, 'Receive', 'resident', '市民')", "id", "ticket", "at");
            _event = Prepare($"INSERT INTO {EventColumns} VALUES (@seq, @at, 'TicketReceived', 'ticket', 'Ticket', @ticket, 1, '')", "seq", "at", "ticket");
        }

        public override async Task Write(IReadOnlyList<LimitMessage> batch)
        {
            await using var transaction = await _connection.BeginTransactionAsync();
            var number = (long)Set(_number, transaction, batch.Count).ExecuteScalar()! - batch.Count;
            var sequence = (long)Set(_sequence, transaction, batch.Count).ExecuteScalar()! - batch.Count;
            foreach (var m in batch)
            {
                var (id, at, assigned) = (Text(m.Id), m.At.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture), Number(++number));
                Set(_message, transaction, id, m.ExternalId, at, Payload, assigned).ExecuteNonQuery();
                Set(_ticket, transaction, id, assigned, m.Subject, m.Body, at).ExecuteNonQuery();
                Set(_history, transaction, Text(Guid.CreateVersion7()), id, at).ExecuteNonQuery();
                Set(_event, transaction, ++sequence, at, id).ExecuteNonQuery();
            }
            await transaction.CommitAsync();
        }

        private static string Text(Guid id) => id.ToString("D").ToUpperInvariant();

        private DbCommand Prepare(string sql, params string[] parameters)
        {
            var command = _connection.CreateCommand();
#pragma warning disable CA2100 // constants of this file
            command.CommandText = sql;
#pragma warning restore CA2100
            foreach (var name in parameters)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = $"@{name}";
                command.Parameters.Add(parameter);
            }
            return command;
        }

        private static DbCommand Set(DbCommand command, DbTransaction transaction, params object[] values)
        {
            command.Transaction = transaction;
            for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i];
            return command;
        }
    }

    /// <summary>PostgreSQL: one statement a table, its rows as arrays, everything in two round trips.</summary>
    private sealed class PostgresRows(NpgsqlConnection connection, byte[] payload) : LimitRows(payload)
    {
        public override async Task Write(IReadOnlyList<LimitMessage> batch)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await using var counters = new NpgsqlBatch(connection, transaction);
            var last = Add(counters, "INSERT INTO ticket_counter (day, channel, last) VALUES ('2026-01-01', 3, $1) ON CONFLICT (day, channel) DO UPDATE SET last = ticket_counter.last + $1 RETURNING last::bigint");
            last.Parameters.AddWithValue(batch.Count);
            Add(counters, "UPDATE event_counter SET last = last + $1 WHERE id = 1 RETURNING last").Parameters.AddWithValue((long)batch.Count);
            long number, sequence;
            await using (var reader = await counters.ExecuteReaderAsync())
            {
                await reader.ReadAsync();
                number = reader.GetInt64(0) - batch.Count;
                await reader.NextResultAsync();
                await reader.ReadAsync();
                sequence = reader.GetInt64(0) - batch.Count;
            }

            var ids = batch.Select(m => m.Id).ToArray();
            var at = batch.Select(m => m.At).ToArray();
            var numbers = batch.Select((_, i) => Number(number + i + 1)).ToArray();
            await using var rows = new NpgsqlBatch(connection, transaction);
            var message = Add(rows, $"INSERT INTO {MessageColumns} SELECT id, 'Api', 'api:demo', external, at, at, $5, 'Ticketed', id, number, 1, 1 FROM unnest($1, $2, $3, $4) AS r(id, external, at, number)", ids);
            message.Parameters.AddWithValue(batch.Select(m => m.ExternalId).ToArray());
            message.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, at);
            message.Parameters.AddWithValue(numbers);
            message.Parameters.AddWithValue(Payload);
            var ticket = Add(rows, $"INSERT INTO {TicketColumns} SELECT id, number, 'Api', 'Received', 'Normal', 0, '', subject, body, 'zh', true, false, 0, at, '市民', 1, 1 FROM unnest($1, $2, $3, $4, $5) AS r(id, number, subject, body, at)", ids);
            ticket.Parameters.AddWithValue(numbers);
            ticket.Parameters.AddWithValue(batch.Select(m => m.Subject).ToArray());
            ticket.Parameters.AddWithValue(batch.Select(m => m.Body).ToArray());
            ticket.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, at);
            var history = Add(rows, $"INSERT INTO {HistoryColumns} SELECT id, ticket, 1, at, 'Receive', 'resident', '市民' FROM unnest($1, $2, $3) AS r(id, ticket, at)", batch.Select(_ => Guid.CreateVersion7()).ToArray());
            history.Parameters.AddWithValue(ids);
            history.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, at);
            var events = Add(rows, $"INSERT INTO {EventColumns} SELECT seq, at, 'TicketReceived', 'ticket', 'Ticket', ticket, 1, '' FROM unnest($1, $2, $3) AS r(seq, at, ticket)");
            events.Parameters.AddWithValue(batch.Select((_, i) => sequence + i + 1).ToArray());
            events.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, at);
            events.Parameters.AddWithValue(ids);
            Add(rows, "COMMIT");
            await rows.ExecuteNonQueryAsync();
        }

        private static NpgsqlBatchCommand Add(NpgsqlBatch batch, string sql, Guid[]? first = null)
        {
            var command = new NpgsqlBatchCommand(sql);
            if (first is not null) command.Parameters.AddWithValue(first);
            batch.BatchCommands.Add(command);
            return command;
        }
    }
}
