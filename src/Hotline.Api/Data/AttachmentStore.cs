using System.Security.Cryptography;
using Hotline.Api.Intake;
using Hotline.Api.Platform;
using Hotline.Domain;

namespace Hotline.Api.Data;

/// <summary>
/// Files under their SHA-256 in the data folder. A file is complete and on disk before its row exists; its type is judged by its
/// first bytes, and where a photo was taken is cut out of it.
/// </summary>
internal sealed class AttachmentStore(HotlineOptions options)
{
    public const long MostBytes = 20 * 1024 * 1024;

    private string Folder => Path.Combine(options.Data.Folder, "attachments");

    public async Task<Result<StoredFile>> Save(Stream content, string fileName, CancellationToken ct)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[81920];
        for (int read; (read = await content.ReadAsync(chunk, ct)) > 0;)
        {
            if (buffer.Length + read > MostBytes) return Error.Field("file", "attachment.too_large");
            buffer.Write(chunk, 0, read);
        }
        if (buffer.Length == 0) return Error.Field("file", "attachment.missing");
        var bytes = buffer.ToArray();
        if (FileTypes.Recognise(bytes, fileName) is not { } type) return Error.Field("file", "attachment.type_refused");
        var taken = type == "image/jpeg" ? PhotoFacts.Read(bytes) : null;
        if (type == "image/jpeg") bytes = JpegPrivacy.WithoutPlaceAndCamera(bytes);
        var sha = Convert.ToHexStringLower(SHA256.HashData(bytes));
        await Write(sha, bytes, ct);
        return new StoredFile(SafeName(fileName), type, bytes.Length, sha) { Taken = taken };
    }

    public Stream? Open(string sha256)
    {
        try { return File.OpenRead(PathOf(sha256)); }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException) { return null; }   // asked for at the moment it is deleted
    }

    public void Delete(string sha256) => File.Delete(PathOf(sha256));

    private string PathOf(string sha256) => Path.Combine(Folder, sha256[..2], sha256);

    private async Task Write(string sha, byte[] bytes, CancellationToken ct)
    {
        var path = PathOf(sha);
        if (File.Exists(path)) return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Guid.NewGuid():N}";
        await using (var file = new FileStream(temporary, FileMode.CreateNew))
        {
            await file.WriteAsync(bytes, ct);
            file.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>The last part of the name without control and path characters, at most 120 characters.</summary>
    public static string SafeName(string name)
    {
        var last = name.Replace('\\', '/').Split('/')[^1];
        var clean = string.Concat(last.Where(c => !char.IsControl(c) && !"<>:\"|?*".Contains(c, StringComparison.Ordinal) && !char.IsSurrogate(c))).Trim().TrimStart('.');
        return clean.Length == 0 ? "file" : clean.Length > 120 ? clean[^120..] : clean;
    }
}

/// <summary>What a file is, by its first bytes; the name only tells Office documents apart.</summary>
internal static class FileTypes
{
    public static string? Recognise(ReadOnlySpan<byte> bytes, string fileName)
    {
        if (bytes is [0xff, 0xd8, 0xff, ..]) return "image/jpeg";
        if (bytes is [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a, ..]) return "image/png";
        if (bytes.StartsWith("GIF8"u8)) return "image/gif";
        if (bytes.StartsWith("RIFF"u8) && bytes.Length > 12) return bytes[8..12] is [(byte)'W', (byte)'E', (byte)'B', (byte)'P'] ? "image/webp" : bytes[8..12].SequenceEqual("WAVE"u8) ? "audio/wav" : null;
        if (bytes.StartsWith("%PDF-"u8)) return "application/pdf";
        if (bytes.StartsWith("ID3"u8) || bytes is [0xff, 0xfb or 0xf3 or 0xf2, ..]) return "audio/mpeg";
        if (bytes.StartsWith("#!AMR"u8)) return "audio/amr";
        if (bytes.StartsWith("OggS"u8)) return "audio/ogg";
        if (bytes.Length > 12 && bytes[4..8].SequenceEqual("ftyp"u8)) return Path.GetExtension(fileName).ToLowerInvariant() is ".m4a" ? "audio/mp4" : "video/mp4";
        if (bytes is [(byte)'P', (byte)'K', 3, 4, ..])
            return Path.GetExtension(fileName).ToLowerInvariant() switch
            {
                ".docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                ".xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                _ => null,
            };
        return null;
    }
}

/// <summary>JPEG files carry EXIF and XMP (APP1) and maker notes (APP13): place, time, camera. They are cut out; the picture stays as it is.</summary>
internal static class JpegPrivacy
{
    public static byte[] WithoutPlaceAndCamera(byte[] jpeg)
    {
        var result = new MemoryStream(jpeg.Length);
        result.Write(jpeg, 0, 2);
        var at = 2;
        while (at + 4 <= jpeg.Length && jpeg[at] == 0xff && jpeg[at + 1] != 0xda)
        {
            var length = 2 + (jpeg[at + 2] << 8 | jpeg[at + 3]);
            if (length < 4 || at + length > jpeg.Length) break;
            if (jpeg[at + 1] is not (0xe1 or 0xed)) result.Write(jpeg, at, length);
            at += length;
        }
        result.Write(jpeg, at, jpeg.Length - at);
        return result.ToArray();
    }
}
