using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hotline.Channels.Tests.Contract;

/// <summary>
/// Programs from npm that tests compare with; <c>./hotline test</c> installs them with <c>npm ci</c> in <c>tests/Channels.Tests/Contract/peers</c>.
/// Without them, or without Node, the tests that need them are skipped.
/// </summary>
internal static class Peers
{
    /// <summary>The folder with the installed packages.</summary>
    public static string Folder(string package)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var peers = Path.Combine(folder.FullName, "Contract", "peers");
            if (Directory.Exists(Path.Combine(peers, "node_modules", package)))
            {
                return peers;
            }
        }

        Assert.Skip($"npm's {package} is not installed: npm ci in tests/Channels.Tests/Contract/peers");
        throw new InvalidOperationException("Skip does not return.");
    }

    /// <summary>Runs a script of Node's with the packages at hand: one line in, one line out.</summary>
    public static async Task<List<string>> Ask(string folder, string script, IEnumerable<string> lines)
    {
        using var node = Node(folder, ["-e", script], input: true);
        var output = node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.StandardInput.WriteAsync(string.Join('\n', lines));
        node.StandardInput.Close();
        var text = await output;
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    public static Process Node(string folder, IEnumerable<string> arguments, bool input = false)
    {
        var start = new ProcessStartInfo("node", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8, RedirectStandardInput = input };
        if (input)
        {
            start.StandardInputEncoding = new UTF8Encoding(false);
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("Node is not installed");
            throw new InvalidOperationException("Skip does not return.");
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>
/// A server that Prism makes of a vendor's OpenAPI: it refuses requests that the specification does not allow and answers with
/// the specification's own examples. It proves the form of requests and the reading of answers, not how the vendor behaves.
/// </summary>
internal sealed class PrismServer : IAsyncDisposable
{
    private readonly Process _process;

    private PrismServer(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<PrismServer> Start(string specification)
    {
        var file = SharedSpecs.Find(specification);
        var folder = Peers.Folder("@stoplight/prism-cli");
        var port = Peers.FreePort();
        var process = Peers.Node(folder, [Path.Combine("node_modules", "@stoplight", "prism-cli", "dist", "index.js"), "mock", "-h", "127.0.0.1", "-p", $"{port}", "-m", "false", file]);
        _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);   // a full pipe would stop it
        var server = new PrismServer(process, new Uri($"http://127.0.0.1:{port}"));
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        var began = Stopwatch.GetTimestamp();
        while (!process.HasExited && Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(90))
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(server.Address, "/"), TestContext.Current.CancellationToken);
                return server;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
        }

        await server.DisposeAsync();
        throw new InvalidOperationException($"Prism does not start with {specification}.");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }
}
