using System.Text;
using System.Text.Unicode;

namespace Hotline.Channels.Mail;

/// <summary>What a file is by its first bytes; its name and what the sender says of it count for nothing.</summary>
public static class FileSignature
{
    private const int Sample = 4_096;

    /// <summary>The media type in lower case; null when the bytes show none. Office documents are told from other zip files by the names in them.</summary>
    public static string? Recognise(ReadOnlySpan<byte> bytes) =>
        bytes is [0xff, 0xd8, 0xff, ..] ? "image/jpeg"
        : bytes is [0x89, (byte)'P', (byte)'N', (byte)'G', ..] ? "image/png"
        : bytes.StartsWith("GIF8"u8) ? "image/gif"
        : bytes.StartsWith("RIFF"u8) && bytes.Length >= 12 ? (bytes[8..12].SequenceEqual("WEBP"u8) ? "image/webp" : bytes[8..12].SequenceEqual("WAVE"u8) ? "audio/wav" : null)
        : bytes.StartsWith("%PDF-"u8) ? "application/pdf"
        : bytes.StartsWith("PK\u0003\u0004"u8) || bytes.StartsWith("PK\u0005\u0006"u8) ? Zip(bytes[..Math.Min(bytes.Length, Sample)])
        : bytes.StartsWith("Rar!"u8) ? "application/vnd.rar"
        : bytes is [(byte)'7', (byte)'z', 0xbc, 0xaf, ..] ? "application/x-7z-compressed"
        : bytes is [0x1f, 0x8b, ..] ? "application/gzip"
        : bytes is [0xd0, 0xcf, 0x11, 0xe0, ..] ? "application/x-ole-storage"
        : bytes.StartsWith("MZ"u8) ? "application/vnd.microsoft.portable-executable"
        : bytes.StartsWith("\u007fELF"u8) ? "application/x-elf"
        : bytes.StartsWith("ID3"u8) || bytes is [0xff, 0xfb or 0xf3 or 0xf2, ..] ? "audio/mpeg"
        : bytes.StartsWith("#!AMR"u8) ? "audio/amr"
        : bytes.StartsWith("OggS"u8) ? "audio/ogg"
        : bytes.Length > 12 && bytes[4..8].SequenceEqual("ftyp"u8) ? (bytes[8..11].SequenceEqual("M4A"u8) ? "audio/mp4" : bytes[8..12].SequenceEqual("heic"u8) ? "image/heic" : "video/mp4")
        : Markup(bytes[..Math.Min(bytes.Length, Sample)]);

    private static string Zip(ReadOnlySpan<byte> head) =>
        head.IndexOf("word/"u8) >= 0 ? "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        : head.IndexOf("xl/"u8) >= 0 ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        : head.IndexOf("ppt/"u8) >= 0 ? "application/vnd.openxmlformats-officedocument.presentationml.presentation"
        : "application/zip";

    private static string? Markup(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty || head.ContainsAnyInRange((byte)0, (byte)8))
        {
            return null;
        }

        var start = Encoding.Latin1.GetString(head[..Math.Min(head.Length, 300)]).TrimStart('\u00ef', '\u00bb', '\u00bf', ' ', '\r', '\n', '\t').ToLowerInvariant();
        if (start.StartsWith("<!doctype html", StringComparison.Ordinal) || start.StartsWith("<html", StringComparison.Ordinal) || start.StartsWith("<script", StringComparison.Ordinal))
        {
            return "text/html";
        }

        // The sample may end within a character.
        return Utf8.IsValid(head) || (head.Length == Sample && Utf8.IsValid(head[..LastWhole(head)])) ? "text/plain" : null;
    }

    private static int LastWhole(ReadOnlySpan<byte> head)
    {
        var end = head.Length - 1;
        while (end > head.Length - 4 && (head[end] & 0xc0) == 0x80)
        {
            end--;
        }

        return end;
    }
}
