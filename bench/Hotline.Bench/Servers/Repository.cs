using System.Diagnostics;
using System.Security.Cryptography;

namespace Hotline.Bench.Servers;

/// <summary>The source tree this program was built from: what is measured is built from it.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    public static string ApiProject => At("src", "Hotline.Api");
    public static string ApiAssembly => At("src", "Hotline.Api", "bin", "Release", "net10.0", "Hotline.Api.dll");

    public static Task BuildApi(CancellationToken ct) => Run("dotnet", ["build", "-c", "Release", "-p:BuildAgentWeb=false", "--nologo", "-v", "quiet", ApiProject], ct);

    /// <summary>The model of <c>config/training.jsonl</c>, trained once and kept in the temporary folder under the hash of its examples and its trainer.</summary>
    public static async Task<string> TrainedModel(CancellationToken ct)
    {
        var trainer = At("src", "Hotline.Api", "bin", "Release", "net10.0", "Hotline.Classifier.dll");
        var examples = At("config", "training.jsonl");
        var hash = SHA256.HashData([.. await File.ReadAllBytesAsync(examples, ct), .. await File.ReadAllBytesAsync(trainer, ct)]);
        var file = Path.Combine(Path.GetTempPath(), $"hotline-bench-{Convert.ToHexStringLower(hash[..8])}.model");
        if (File.Exists(file)) return file;
        var project = At("src", "Classifier");
        await Run("dotnet", ["run", "-c", "Release", "--project", project, "--", "train", "--data", examples, "--out", $"{file}.tmp"], ct);
        File.Move($"{file}.tmp", file, overwrite: true);
        return file;
    }

    private static async Task Run(string program, string[] arguments, CancellationToken ct)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(ct);
            var errors = process.StandardError.ReadToEndAsync(ct);
            await process.WaitForExitAsync(ct);
            if (process.ExitCode != 0) throw new BenchException($"{program} {string.Join(' ', arguments)} failed:\n{await output}{await errors}");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static string Find()
    {
        foreach (var start in new[] { AppContext.BaseDirectory, Environment.CurrentDirectory })
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
                if (File.Exists(Path.Combine(folder.FullName, "Hotline.sln"))) return folder.FullName;
        throw new BenchException("Hotline.sln was not found: run this from the source tree.");
    }
}
