using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Hotline.Classifier;

namespace Hotline.Api.Routing;

/// <summary>
/// Trains in a process of its own at low priority: the trainer fills every core it gets, and neither its threads nor its memory
/// may be those of the intake. Messages go in by its standard input and never touch the disk.
/// </summary>
internal static class TrainingProcess
{
    public const string Command = "train-model";
    private const string Niceness = "/usr/bin/nice";

    /// <summary>Runs the child and waits for the model file.</summary>
    /// <exception cref="TrainingDataException">The child could not train; the message is its own.</exception>
    public static async Task Run(IReadOnlyList<Example> data, string output, DateTimeOffset trainedAt, Action<TrainingProgress> progress, CancellationToken ct)
    {
        using var child = Process.Start(StartInfo([Command, output, trainedAt.ToString("O", CultureInfo.InvariantCulture)]))!;
        try
        {
            if (OperatingSystem.IsWindows()) child.PriorityClass = ProcessPriorityClass.BelowNormal;
            var errors = child.StandardError.ReadToEndAsync(ct);
            var feeding = Feed(child, data, ct);
            while (await child.StandardOutput.ReadLineAsync(ct) is { } line)
                if (line.Split('\t') is [var fraction, var step]) progress(new TrainingProgress(step, double.Parse(fraction, CultureInfo.InvariantCulture)));
            await child.WaitForExitAsync(ct);
            await feeding;
            if (child.ExitCode != 0) throw new TrainingDataException((await errors).Trim());
        }
        finally
        {
            if (!child.HasExited) child.Kill();
        }
    }

    /// <summary>The child's side: messages from standard input, progress to standard output.</summary>
    /// <returns>The exit code.</returns>
    public static int Train(string output, string trainedAt)
    {
        using var input = new StreamReader(Console.OpenStandardInput());
        var data = new List<Example>();
        while (input.ReadLine() is { } line) data.Add(JsonSerializer.Deserialize<Example>(line)!);
        try
        {
            var options = new TrainingOptions { TrainedAt = DateTimeOffset.Parse(trainedAt, CultureInfo.InvariantCulture) };
            var model = LinearTextTrainer.Train(data, options, new Lines());
            using var file = File.Create(output);
            model.Save(file);
            return 0;
        }
        catch (TrainingDataException e)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    private static async Task Feed(Process child, IReadOnlyList<Example> data, CancellationToken ct)
    {
        try
        {
            await using var input = child.StandardInput;
            foreach (var example in data) await input.WriteLineAsync(JsonSerializer.Serialize(example).AsMemory(), ct);
        }
        catch (IOException) { /* the child has ended early; its exit code says why */ }
    }

    private static ProcessStartInfo StartInfo(string[] arguments)
    {
        string[] program = [.. HostProgram(), .. arguments];
        if (File.Exists(Niceness)) program = [Niceness, "-n", "15", .. program];
        return new ProcessStartInfo(program[0], program[1..])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            StandardInputEncoding = new System.Text.UTF8Encoding(false), StandardOutputEncoding = System.Text.Encoding.UTF8, StandardErrorEncoding = System.Text.Encoding.UTF8,
        };
    }

    /// <summary>This program once more: by the .NET that runs it, or by itself where it was published with its own.</summary>
    private static string[] HostProgram()
    {
        var name = typeof(TrainingProcess).Assembly.GetName().Name!;
        var muxer = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        return File.Exists(muxer) ? [muxer, Path.Combine(AppContext.BaseDirectory, $"{name}.dll")] : [Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? $"{name}.exe" : name)];
    }

    private sealed class Lines : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Fraction:0.####}\t{value.Step}"));
    }
}
