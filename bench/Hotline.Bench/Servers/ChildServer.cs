using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Hotline.Bench.Servers;

/// <summary>A server as its own process; it ends with its owner, whatever happens.</summary>
internal sealed class ChildServer : IAsyncDisposable
{
    private static readonly TimeSpan MostPatience = TimeSpan.FromMinutes(2);
    private readonly Process _process;
    private readonly Queue<string> _lastWords = new();

    private ChildServer(Process process, Uri address)
    {
        (_process, Address) = (process, address);
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        AppDomain.CurrentDomain.ProcessExit += KillNow;
    }

    public Uri Address { get; }
    /// <summary>From the start of the process to the first yes of <c>/health/ready</c>.</summary>
    public TimeSpan StartTime { get; private set; }

    /// <summary>Memory that is really held (resident set), in megabytes.</summary>
    public double Megabytes { get { _process.Refresh(); return _process.WorkingSet64 / 1e6; } }
    /// <summary>The most that was held at any moment, in megabytes.</summary>
    public long PeakMegabytes { get { _process.Refresh(); return _process.PeakWorkingSet64 / 1_000_000; } }
    public TimeSpan ProcessorTime { get { _process.Refresh(); return _process.TotalProcessorTime; } }

    /// <summary>Starts the product on a data folder of its own, in Development, on a free port.</summary>
    public static async Task<ChildServer> StartApi(string dataFolder, IReadOnlyDictionary<string, string> settings, CancellationToken ct)
    {
        var environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development", ["Hotline__Data__Folder"] = dataFolder, ["Hotline__Routing__ModelFile"] = await Repository.TrainedModel(ct),
            ["Hotline__RateLimits__SignInPerMinute"] = "1000",
        };
        foreach (var (key, value) in settings) environment[key] = value;
        return await Start([Repository.ApiAssembly], environment, Repository.ApiProject, ct);
    }

    /// <param name="arguments">The assembly to run and its own arguments.</param>
    public static async Task<ChildServer> Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string workingFolder, CancellationToken ct)
    {
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}/"));
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = workingFolder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in environment) start.Environment[key] = value;
        start.Environment["ASPNETCORE_URLS"] = address.ToString();
        var watch = Stopwatch.StartNew();
        var server = new ChildServer(Process.Start(start)!, address);
        try
        {
            while (!await ServerOptions.IsUp(address, ct))
            {
                if (server._process.HasExited || watch.Elapsed > MostPatience) throw new BenchException($"The server did not start:\n{server.LastWords}");
                await Task.Delay(20, ct);
            }
            server.StartTime = watch.Elapsed;
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private string LastWords { get { lock (_lastWords) return string.Join('\n', _lastWords); } }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_lastWords)
        {
            _lastWords.Enqueue(line);
            if (_lastWords.Count > 30) _lastWords.Dequeue();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void KillNow(object? sender, EventArgs e)
    {
        if (!_process.HasExited) _process.Kill();
    }

    /// <summary>Asks the server to stop, and insists after ten seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= KillNow;
        if (!_process.HasExited && !OperatingSystem.IsWindows())
        {
            using (var term = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)])) await term.WaitForExitAsync();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            try { await _process.WaitForExitAsync(patience.Token); } catch (OperationCanceledException) { /* it had its time */ }
        }
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
