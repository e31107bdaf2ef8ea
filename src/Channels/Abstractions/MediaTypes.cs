using System.Net.Http.Headers;

namespace Hotline.Channels;

/// <summary>Media types as messages declare them.</summary>
internal static class MediaTypes
{
    private const string Unknown = "application/octet-stream";

    /// <summary>The bare type in lower case; anything unreadable is <c>application/octet-stream</c>.</summary>
    public static string Read(string? declared) =>
        declared is { Length: <= 127 } && MediaTypeHeaderValue.TryParse(declared, out var type) && type.MediaType is { } bare ? bare.ToLowerInvariant() : Unknown;

    public static string ExtensionOf(string type) => type switch
    {
        "image/jpeg" or "image/jpg" => ".jpg",
        "image/png" => ".png",
        "image/gif" => ".gif",
        "image/webp" => ".webp",
        "image/heic" => ".heic",
        "video/mp4" => ".mp4",
        "video/3gpp" => ".3gp",
        "video/quicktime" => ".mov",
        "audio/amr" => ".amr",
        "audio/mpeg" => ".mp3",
        "audio/mp4" => ".m4a",
        "audio/ogg" => ".ogg",
        "audio/wav" or "audio/x-wav" => ".wav",
        "application/pdf" => ".pdf",
        "text/plain" => ".txt",
        "text/vcard" or "text/x-vcard" => ".vcf",
        _ => ".bin",
    };
}
