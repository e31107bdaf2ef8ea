using System.Text.Json;

namespace Hotline.Channels.Tests.Contract;

/// <summary>
/// The vendor's specifications are not ours to keep: tests use them when a folder <c>shared/specs</c> stands above the tests.
/// </summary>
internal static class SharedSpecs
{
    public static JsonDocument Open(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "specs", file);
            if (File.Exists(path))
            {
                return JsonDocument.Parse(File.ReadAllBytes(path));
            }
        }

        Assert.Skip($"shared/specs/{file} was not found above the test directory");
        throw new InvalidOperationException("Skip does not return.");
    }
}
