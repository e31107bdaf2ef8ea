using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using Hotline.Bench.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hotline.Bench.Intake;

/// <summary>
/// The limit: a bare Kestrel that reads the same request, inserts the same rows with the same group commit and answers the
/// same. No routing, no checks, no encryption, no duplicates: what remains is the price of HTTP and of the disk.
/// </summary>
internal static class LimitServer
{
    private const int MostInOneTransaction = 256;
    private static readonly Option<bool> Postgres = new("--postgres");
    private static readonly Option<string> ConnectionString = new("--connection") { Required = true };
    private static readonly Option<int> PayloadBytes = new("--payload-bytes") { Required = true };

    private sealed record Waiting(LimitMessage Message, TaskCompletionSource Done);

    /// <summary>The hidden command by which the bench starts it as a process of its own.</summary>
    public static Command Create()
    {
        var command = new Command("limit-server") { Postgres, ConnectionString, PayloadBytes };
        command.Hidden = true;
        command.SetAction(Run);
        return command;
    }

    /// <summary>Starts it on an empty database, to which it gives the product's schema.</summary>
    /// <param name="payloadBytes">As long as the product's sealed payload is: both write the same bytes.</param>
    public static async Task<ChildServer> Start(BenchDatabase database, long payloadBytes, CancellationToken ct)
    {
        await database.Migrate(ct);
        string[] arguments = [typeof(LimitServer).Assembly.Location, "limit-server", "--connection", database.ConnectionString, "--payload-bytes", payloadBytes.ToString(CultureInfo.InvariantCulture), .. database.IsPostgres ? ["--postgres"] : Array.Empty<string>()];
        return await ChildServer.Start(arguments, new Dictionary<string, string>(), database.Folder, ct);
    }

    private static async Task Run(ParseResult given, CancellationToken ct)
    {
        var rows = await LimitRows.Open(given.GetValue(Postgres), given.GetRequiredValue(ConnectionString), given.GetValue(PayloadBytes), ct);
        var queue = Channel.CreateUnbounded<Waiting>(new UnboundedChannelOptions { SingleReader = true });
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(http => HttpMethods.IsPost(http.Request.Method) ? Take(http, queue.Writer) : Task.CompletedTask);
        var commits = Task.Run(() => Commit(queue.Reader, rows), CancellationToken.None);
        await app.RunAsync();
        queue.Writer.Complete();
        await commits;
    }

    private static async Task Take(HttpContext http, ChannelWriter<Waiting> queue)
    {
        using var document = await JsonDocument.ParseAsync(http.Request.Body);
        var root = document.RootElement;
        var waiting = new Waiting(new LimitMessage(Guid.CreateVersion7(), root.GetProperty("externalId").GetString()!, root.GetProperty("subject").GetString()!, root.GetProperty("body").GetString()!, DateTime.UtcNow),
            new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        queue.TryWrite(waiting);
        await waiting.Done.Task;
        http.Response.StatusCode = 202;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync($$"""{"ticketId":"{{waiting.Message.Id}}","duplicate":false}""");
    }

    private static async Task Commit(ChannelReader<Waiting> queue, LimitRows rows)
    {
        var batch = new List<Waiting>(MostInOneTransaction);
        while (await queue.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < MostInOneTransaction && queue.TryRead(out var next)) batch.Add(next);
            try
            {
                await rows.Write(batch.ConvertAll(w => w.Message));
                foreach (var waiting in batch) waiting.Done.SetResult();
            }
            catch (Exception e) when (e is System.Data.Common.DbException)
            {
                await Console.Error.WriteLineAsync(e.Message);
                foreach (var waiting in batch) waiting.Done.SetException(e);
            }
        }
    }
}
