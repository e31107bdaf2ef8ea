using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Hotline.Testing;

namespace Hotline.EndToEnd.Tests;

/// <summary>The real program in a process of its own, so that it can be killed as a power cut would.</summary>
internal sealed class HotlineProcess : IAsyncDisposable
{
    private readonly string _folder;
    private readonly bool _autoDispatch;
    private Process? _process;

    public HotlineProcess(bool autoDispatch = false)
    {
        _folder = Directory.CreateTempSubdirectory("hotline-e2e-").FullName;
        _autoDispatch = autoDispatch;
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}");
    }

    public Uri Address { get; }

    /// <summary>Starts and waits until it is ready; the same data folder and address every time.</summary>
    public async Task Start()
    {
        var configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";
        var program = Path.Combine(Repository.Folder, "src", "Hotline.Api");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(program, "bin", configuration, "net10.0", "Hotline.Api.dll"), "--contentRoot", program])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Development", ["ASPNETCORE_URLS"] = Address.ToString(), ["Hotline__Data__Folder"] = _folder,
                ["Hotline__Routing__ModelFile"] = SharedModel.File, ["Hotline__Routing__AutoDispatch"] = _autoDispatch ? "true" : "false",
                ["Hotline__RateLimits__SignInPerMinute"] = "100000", ["Hotline__RateLimits__PublicPerMinute"] = "100000", ["Hotline__RateLimits__SubmitPerMinute"] = "100000",
                ["Serilog__MinimumLevel__Default"] = "Warning",
            },
        };
        _process = Process.Start(start)!;
        var output = new System.Text.StringBuilder();
        _process.OutputDataReceived += (_, line) => { lock (output) output.AppendLine(line.Data); };
        _process.ErrorDataReceived += (_, line) => { lock (output) output.AppendLine(line.Data); };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();

        using var http = new HttpClient { BaseAddress = Address };
        var deadline = DateTime.UtcNow.AddSeconds(90);
        while (true)
        {
            try { if ((await http.GetAsync("/health/ready")).IsSuccessStatusCode) return; }
            catch (HttpRequestException) { /* not listening yet */ }
            if (_process.HasExited || DateTime.UtcNow > deadline) throw new InvalidOperationException($"The program did not start:\n{output}");
            await Task.Delay(50);
        }
    }

    /// <summary>Ends it at once, in the middle of whatever it does.</summary>
    public async Task Kill()
    {
        if (_process is null) return;
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        Directory.Delete(_folder, recursive: true);
    }
}
