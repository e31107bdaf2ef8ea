using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Hotline.Channels.Mail;

/// <summary>What a mail server did or said that ends the conversation with it.</summary>
/// <param name="code">One of ours, such as <c>mail.silent</c>, or the server's reply code.</param>
/// <param name="message">For staff; without personal data.</param>
#pragma warning disable CA1032 // thrown and caught in this folder alone
internal sealed class MailServerException(string code, string message, Exception? inner = null) : Exception(message, inner)
#pragma warning restore CA1032
{
    public string Code { get; } = code;
}

/// <summary>Lines and counted bytes over one connection to a mail server, with limits on length and silence.</summary>
internal sealed class MailConnection : IAsyncDisposable
{
    /// <summary>A server lists the mails of a large mailbox on one line.</summary>
    private const int LongestLine = 4 * 1024 * 1024;

    private static readonly TimeSpan ToConnect = TimeSpan.FromSeconds(20);

    private readonly MailServerOptions _server;
    private readonly TimeProvider _clock;
    private readonly TcpClient _tcp;
    private readonly byte[] _buffer = new byte[32 * 1024];
    private Stream _stream;
    private int _at;
    private int _end;

    private MailConnection(MailServerOptions server, TcpClient tcp, TimeProvider clock) => (_server, _tcp, _stream, _clock) = (server, tcp, tcp.GetStream(), clock);

    /// <exception cref="MailServerException">The server cannot be reached or shows no certificate that is trusted.</exception>
    public static async Task<MailConnection> Open(MailServerOptions server, TimeProvider clock, CancellationToken ct)
    {
        var tcp = new TcpClient { NoDelay = true };
        try
        {
            using var limit = new CancellationTokenSource(ToConnect < server.Timeout ? ToConnect : server.Timeout, clock);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
            await tcp.ConnectAsync(server.Host!, server.Port, both.Token);
        }
        catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            tcp.Dispose();
            throw new MailServerException("mail.unreachable", $"{server.Host}:{server.Port} cannot be reached", e);
        }
        catch
        {
            tcp.Dispose();
            throw;
        }

        var connection = new MailConnection(server, tcp, clock);
        try
        {
            if (server.Security == MailSecurity.Tls)
            {
                await connection.StartTls(ct);
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Goes on under TLS. What the server said in clear beyond its answer could be anybody's: it ends the connection.</summary>
    public async Task StartTls(CancellationToken ct)
    {
        if (_at < _end)
        {
            throw new MailServerException("mail.tls", "the server spoke on in clear after the word for TLS");
        }

        var options = new SslClientAuthenticationOptions { TargetHost = _server.Host };
        if (_server.TrustedCertificate is { Length: > 0 } file)
        {
            options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(file);
        }

        var tls = new SslStream(_stream);
        _stream = tls;
        try
        {
            await Within(c => tls.AuthenticateAsClientAsync(options, c), null, ct);
        }
        catch (AuthenticationException e)
        {
            throw new MailServerException("mail.tls", e.Message, e);
        }
    }

    /// <summary>The next line without its end, one character for each byte.</summary>
    public async Task<string> ReadLine(TimeSpan? silence, CancellationToken ct)
    {
        StringBuilder? before = null;
        while (true)
        {
            var found = _buffer.AsSpan(_at, _end - _at).IndexOf((byte)'\n');
            if (found >= 0)
            {
                var piece = Encoding.Latin1.GetString(_buffer, _at, found);
                _at += found + 1;
                var line = before is null ? piece : before.Append(piece).ToString();
                return line.EndsWith('\r') ? line[..^1] : line;
            }

            (before ??= new StringBuilder()).Append(Encoding.Latin1.GetString(_buffer, _at, _end - _at));
            _at = _end;
            if (before.Length > LongestLine)
            {
                throw new MailServerException("mail.broken", "the server sent a line without end");
            }

            await Fill(silence, ct);
        }
    }

    /// <summary>Exactly so many bytes; memory grows with what really comes, not with what was announced.</summary>
    public async Task<byte[]> ReadBytes(int count, CancellationToken ct)
    {
        const int first = 1024 * 1024;
        var bytes = new byte[Math.Min(count, first)];
        for (var have = 0; have < count;)
        {
            if (_at == _end)
            {
                await Fill(null, ct);
            }

            if (have == bytes.Length)
            {
                Array.Resize(ref bytes, (int)Math.Min(count, bytes.Length * 2L));
            }

            var take = Math.Min(Math.Min(_end - _at, count - have), bytes.Length - have);
            _buffer.AsSpan(_at, take).CopyTo(bytes.AsSpan(have));
            (_at, have) = (_at + take, have + take);
        }

        return bytes;
    }

    /// <summary>Sends text with one byte for each character.</summary>
    public Task Write(string text, CancellationToken ct) => Write(Encoding.Latin1.GetBytes(text), ct);

    public async Task Write(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        await Within(async c => { await _stream.WriteAsync(bytes, c); await _stream.FlushAsync(c); }, null, ct);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _stream.DisposeAsync();
        }
        catch (IOException)
        {
            // The other side is gone already.
        }

        _tcp.Dispose();
    }

    private async Task Fill(TimeSpan? silence, CancellationToken ct)
    {
        (_at, _end) = (0, 0);
        await Within(async c => _end = await _stream.ReadAsync(_buffer, c), silence, ct);
        if (_end == 0)
        {
            throw new MailServerException("mail.cut_off", "the server closed the connection");
        }
    }

    private async Task Within(Func<CancellationToken, Task> work, TimeSpan? silence, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(silence ?? _server.Timeout, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            await work(both.Token);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new MailServerException("mail.silent", "the server said nothing for too long", e);
        }
        catch (IOException e)
        {
            throw new MailServerException("mail.cut_off", "the connection broke", e);
        }
    }
}
