using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Hotline.Api.Data;

/// <summary>What a camera wrote into a photo. The place is latitude and longitude in degrees, WGS 84.</summary>
/// <param name="LocalTime">The camera's own clock.</param>
/// <param name="Offset">Its distance from UTC where the camera says it.</param>
internal sealed record PhotoFacts(DateTime? LocalTime, TimeSpan? Offset, string? Place)
{
    private const int ExifPointer = 0x8769, GpsPointer = 0x8825, TimeTaken = 0x9003, OffsetTaken = 0x9011;

    /// <summary>Null when the file has no EXIF, or one that cannot be read.</summary>
    public static PhotoFacts? Read(ReadOnlySpan<byte> jpeg)
    {
        for (var at = 2; at + 4 <= jpeg.Length && jpeg[at] == 0xff && jpeg[at + 1] != 0xda;)
        {
            var length = 2 + (jpeg[at + 2] << 8 | jpeg[at + 3]);
            if (length < 4 || at + length > jpeg.Length) return null;
            var segment = jpeg.Slice(at + 4, length - 4);
            if (jpeg[at + 1] == 0xe1 && segment.StartsWith("Exif\0\0"u8)) return OfTiff(segment[6..]);
            at += length;
        }
        return null;
    }

    private static PhotoFacts? OfTiff(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8) return null;
        var little = tiff[0] == 'I';
        var main = Directory(tiff, (int)UInt32(tiff[4..], little), little);
        var exif = main.TryGetValue(ExifPointer, out var e) ? Directory(tiff, (int)e.Value, little) : [];
        var gps = main.TryGetValue(GpsPointer, out var g) ? Directory(tiff, (int)g.Value, little) : [];
        var time = DateTime.TryParseExact(TextOf(tiff, exif, TimeTaken), "yyyy:MM:dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var taken) ? taken : (DateTime?)null;
        var zone = TextOf(tiff, exif, OffsetTaken) is { Length: 6 } text && TimeSpan.TryParseExact(text[1..], "hh\\:mm", CultureInfo.InvariantCulture, out var shift) ? text[0] == '-' ? -shift : shift : (TimeSpan?)null;
        var place = Degrees(tiff, gps, 1, 2, little) is { } latitude && Degrees(tiff, gps, 3, 4, little) is { } longitude
            ? string.Create(CultureInfo.InvariantCulture, $"{latitude:0.#####},{longitude:0.#####}") : null;
        return new PhotoFacts(time, zone, place);
    }

    /// <summary>Tag to count, offset of the value field and the value read as a number.</summary>
    private static Dictionary<int, (int Count, int At, uint Value)> Directory(ReadOnlySpan<byte> tiff, int start, bool little)
    {
        var entries = new Dictionary<int, (int, int, uint)>();
        if (start < 8 || start + 2 > tiff.Length) return entries;
        var count = UInt16(tiff[start..], little);
        for (var i = 0; i < count && start + 14 + (12 * i) <= tiff.Length; i++)
        {
            var at = start + 2 + (12 * i);
            entries[UInt16(tiff[at..], little)] = ((int)UInt32(tiff[(at + 4)..], little), at + 8, UInt32(tiff[(at + 8)..], little));
        }
        return entries;
    }

    private static string? TextOf(ReadOnlySpan<byte> tiff, Dictionary<int, (int Count, int At, uint Value)> entries, int tag)
    {
        if (!entries.TryGetValue(tag, out var entry)) return null;
        var start = entry.Count <= 4 ? entry.At : (int)entry.Value;
        return start < 0 || entry.Count is < 1 or > 64 || start + entry.Count > tiff.Length ? null : Encoding.ASCII.GetString(tiff.Slice(start, entry.Count)).TrimEnd('\0');
    }

    /// <summary>Three fractions (degrees, minutes, seconds) and the half of the globe they lie in.</summary>
    private static double? Degrees(ReadOnlySpan<byte> tiff, Dictionary<int, (int Count, int At, uint Value)> gps, int half, int value, bool little)
    {
        if (TextOf(tiff, gps, half) is not { Length: > 0 } side || !gps.TryGetValue(value, out var entry) || entry.Count != 3) return null;
        var start = (int)entry.Value;
        if (start < 0 || start + 24 > tiff.Length) return null;
        var degrees = 0d;
        for (var i = 0; i < 3; i++)
        {
            var under = UInt32(tiff[(start + (8 * i) + 4)..], little);
            if (under == 0) return null;
            degrees += UInt32(tiff[(start + (8 * i))..], little) / (double)under / Math.Pow(60, i);
        }
        return side[0] is 'S' or 'W' ? -degrees : degrees;
    }

    private static ushort UInt16(ReadOnlySpan<byte> at, bool little) => little ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);
    private static uint UInt32(ReadOnlySpan<byte> at, bool little) => little ? BinaryPrimitives.ReadUInt32LittleEndian(at) : BinaryPrimitives.ReadUInt32BigEndian(at);
}
