using System.Security.Cryptography;
using Hotline.Api.Platform;
using Hotline.Classifier;

namespace Hotline.Api.Routing;

/// <summary>The folder <c>models/</c> of the data folder: one file per registered model, named by its content.</summary>
internal sealed class ModelFiles(HotlineOptions options)
{
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(options.Data.Folder, "models")).FullName;

    /// <summary>A name in the folder for a file that is still being written.</summary>
    public string Temporary() => Path.Combine(_folder, $"{Guid.NewGuid():N}.tmp");

    public DateTime WrittenAt(string name) => File.GetLastWriteTimeUtc(Path.Combine(_folder, name));

    /// <summary>Takes a finished model file in and gives back its name and SHA-256.</summary>
    public (string Name, string Sha256) Keep(byte[] content)
    {
        var sha = Hash(content);
        var name = $"classifier-{sha[..16]}.model";
        var temporary = Temporary();
        File.WriteAllBytes(temporary, content);
        File.Move(temporary, Path.Combine(_folder, name), overwrite: true);
        return (name, sha);
    }

    /// <summary>Reads a registered model; the file must still be the one that was registered.</summary>
    /// <returns>The model, or why there is none.</returns>
    public (LinearTextModel? Model, ModelProblem? Problem) Read(string name, string sha256)
    {
        var path = Path.Combine(_folder, name);
        try
        {
            var content = File.ReadAllBytes(path);
            return Hash(content) == sha256 ? Open(content, name) : (null, new ModelProblem("classifier.file_changed", name));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, new ModelProblem("classifier.file_missing", name));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, new ModelProblem("classifier.file_unreadable", $"{name}: {e.Message}"));
        }
    }

    /// <inheritdoc cref="Read"/>
    public static (LinearTextModel? Model, ModelProblem? Problem) Open(byte[] content, string name)
    {
        try
        {
            using var stream = new MemoryStream(content, writable: false);
            return (LinearTextModel.Load(stream), null);
        }
        catch (ModelFileException e)
        {
            return (null, new ModelProblem("classifier.file_unreadable", $"{name}: {e.Message}"));
        }
    }

    /// <summary>Deletes a model's file; nothing happens when there is none.</summary>
    public void Delete(string name) => File.Delete(Path.Combine(_folder, name));

    public static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
