using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;

namespace Hotline.Testing;

/// <summary>A desk's live line: SignalR's JSON protocol on a raw socket, and what the console does with it.</summary>
public sealed class DeskClient : IAsyncDisposable
{
    private const char End = '\x1e';
    private readonly WebSocket _socket;
    private readonly Channel<Json> _batches = Channel.CreateUnbounded<Json>();
    private readonly TaskCompletionSource<long> _resumed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;

    private DeskClient(WebSocket socket)
    {
        _socket = socket;
        _reading = Read();
    }

    /// <summary>Batches of notices as they come.</summary>
    public ChannelReader<Json> Batches => _batches.Reader;

    /// <summary>Connects a signed-in person's browser.</summary>
    public static Task<DeskClient> Connect(HotlineHost host, Person person) => Connect(host.Address, person.CookieHeader);

    /// <summary>Connects with the cookies of a session.</summary>
    public static async Task<DeskClient> Connect(Uri address, string cookies)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", cookies);
        await socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws", Path = "/hubs/desk" }.Uri, CancellationToken.None);
        await Write(socket, """{"protocol":"json","version":1}""");
        return new DeskClient(socket);
    }

    /// <summary>Asks for everything after a number; answers the log's end.</summary>
    public async Task<long> Resume(long seq)
    {
        await Write(_socket, $$"""{"type":1,"invocationId":"1","target":"Resume","arguments":[{{seq}}]}""");
        return await _resumed.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    /// <summary>Collects notices by number until everything after one number up to another was told; what was on its way before a resume does not count.</summary>
    public async Task<SortedDictionary<long, Json>> ReadUntil(long seq, long from)
    {
        var seen = new SortedDictionary<long, Json>();
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (from < seq)
        {
            var batch = await Batches.ReadAsync(late.Token);
            foreach (var notice in batch["items"].Items) seen[notice["seq"].Number] = notice;
            if (batch["after"].Number <= from) from = Math.Max(from, batch["upTo"].Number);
        }
        return seen;
    }

    /// <summary>Drops the line without a good-bye, as a lost network does.</summary>
    public async Task Cut()
    {
        _socket.Abort();
        await _reading;
    }

    public async ValueTask DisposeAsync()
    {
        await Cut();
        _socket.Dispose();
    }

    private static Task Write(WebSocket socket, string message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message + End), WebSocketMessageType.Text, true, CancellationToken.None);

    private async Task Read()
    {
        var text = new StringBuilder();
        var buffer = new byte[65_536];
        var decoder = Encoding.UTF8.GetDecoder();
        var characters = new char[65_536];
        try
        {
            while (_socket.State == WebSocketState.Open)
            {
                var got = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                text.Append(characters, 0, decoder.GetChars(buffer, 0, got.Count, characters, 0));
                var all = text.ToString();
                var complete = all.LastIndexOf(End);
                if (complete < 0) continue;
                foreach (var message in all[..complete].Split(End, StringSplitOptions.RemoveEmptyEntries)) Take(Json.Parse(message));
                text.Clear().Append(all.AsSpan(complete + 1));
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException) { /* cut */ }
        _batches.Writer.TryComplete();
    }

    private void Take(Json message)
    {
        if (message["type"].IsMissing) return; // the handshake's answer
        switch (message["type"].Number)
        {
            case 1 when message["target"].Text == "Notices": _batches.Writer.TryWrite(message["arguments"][0]); break;
            case 3: _resumed.TrySetResult(message["result"].Number); break;
        }
    }
}
