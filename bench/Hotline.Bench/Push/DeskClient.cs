using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Hotline.Bench.Push;

/// <summary>A desk's live line, spoken raw: a WebSocket with SignalR's JSON protocol. It notes when it heard of which.</summary>
/// <param name="kind">The notices it notes, such as <c>TicketReceived</c>.</param>
internal sealed class DeskClient(string kind) : IDisposable
{
    private const byte RecordSeparator = 0x1e;
    private readonly ClientWebSocket _socket = new();

    private readonly ArrayBufferWriter<byte> _buffer = new(65_536);

    /// <summary>
    /// Of which tickets or calls this client was told, with the moment (<see cref="Stopwatch"/> ticks); the same one twice is a fault.
    /// Made large at once and free of references, so that the clients' own memory does not hold up what is measured.
    /// </summary>
    public List<(Guid Of, long At)> Heard { get; } = new(16_384);

    /// <summary>Called with each of them, between two reads of the line.</summary>
    public Action<Guid>? OnHeard { get; init; }

    /// <summary>The session of one of the demo city's people.</summary>
    public static async Task<CookieContainer> SignIn(Uri server, string user, CancellationToken ct)
    {
        var cookies = new CookieContainer();
        using var http = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies }) { BaseAddress = server };
        using var answer = await http.PostAsJsonAsync("api/session", new { userName = user, password = "Hotline-demo-1" }, ct);
        answer.EnsureSuccessStatusCode();
        return cookies;
    }

    /// <summary>Returns when the server has taken the client on.</summary>
    public async Task Connect(Uri server, CookieContainer session, CancellationToken ct)
    {
        _socket.Options.Cookies = session;
        await _socket.ConnectAsync(new Uri($"ws://{server.Authority}/hubs/desk"), ct);
        await Say("""{"protocol":"json","version":1}""", ct);
        // The pump opens after the handshake; an answered call proves that it is there.
        await Say("""{"type":1,"invocationId":"1","target":"Resume","arguments":[9007199254740991]}""", ct);
        while (!await Hear(ct)) { }
    }

    /// <summary>Listens until the connection ends.</summary>
    public async Task Listen(CancellationToken ct)
    {
        try
        {
            while (true) await Hear(ct);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException) { /* the run is over, or what is missing will show in the count */ }
    }

    /// <summary>Reads one transport message; true when it held the answer to a call.</summary>
    private async Task<bool> Hear(CancellationToken ct)
    {
        _buffer.ResetWrittenCount();
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(_buffer.GetMemory(4096), ct);
            if (part.MessageType == WebSocketMessageType.Close) throw new WebSocketException("The server closed the line.");
            _buffer.Advance(part.Count);
        } while (!part.EndOfMessage);

        var now = Stopwatch.GetTimestamp();
        var (rest, answered) = (_buffer.WrittenMemory, false);
        for (int end; (end = rest.Span.IndexOf(RecordSeparator)) >= 0; rest = rest[(end + 1)..])
        {
            using var record = JsonDocument.Parse(rest[..end]);
            if (!record.RootElement.TryGetProperty("type", out var type)) continue;
            answered |= type.GetInt32() == 3;
            if (type.GetInt32() != 1 || !string.Equals(record.RootElement.GetProperty("target").GetString(), "notices", StringComparison.OrdinalIgnoreCase)) continue;
            foreach (var notice in record.RootElement.GetProperty("arguments")[0].GetProperty("items").EnumerateArray())
            {
                if (!notice.GetProperty("kind").ValueEquals(kind)) continue;
                var of = notice.GetProperty("id").GetGuid();
                Heard.Add((of, now));
                OnHeard?.Invoke(of);
            }
        }
        return answered;
    }

    private ValueTask Say(string record, CancellationToken ct) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(record + (char)RecordSeparator).AsMemory(), WebSocketMessageType.Text, true, ct);

    public void Dispose() => _socket.Dispose();
}
