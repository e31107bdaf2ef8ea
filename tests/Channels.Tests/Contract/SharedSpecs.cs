using System.Text.Json;

namespace Hotline.Channels.Tests.Contract;

/// <summary>
/// The vendor's specifications are not ours to keep: tests use them when a folder <c>shared/specs</c> stands above the tests.
/// </summary>
internal static class SharedSpecs
{
    public static JsonDocument Open(string file) => JsonDocument.Parse(File.ReadAllBytes(Find(file)));

    /// <summary>The path of a specification; without it the test is skipped.</summary>
    public static string Find(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "specs", file);
            if (File.Exists(path))
            {
                return path;
            }
        }

        Assert.Skip($"shared/specs/{file} was not found above the test directory");
        throw new InvalidOperationException("Skip does not return.");
    }
}
