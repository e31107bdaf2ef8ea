using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hotline.Bench.Doors;

/// <summary>Identities that follow from a message's id, so that feeding a file twice sends the same messages, not new ones.</summary>
internal static class Derived
{
    /// <summary>A UUID (version 8) of the id.</summary>
    public static Guid SubmissionId(string id)
    {
        var bytes = Hash("submission", id)[..16];
        bytes[6] = (byte)(bytes[6] & 0x0f | 0x80);
        bytes[8] = (byte)(bytes[8] & 0x3f | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>What Twilio would call the message: <c>SM</c> and 32 hex digits.</summary>
    public static string MessageSid(string id) => $"SM{Convert.ToHexStringLower(Hash("sms", id)[..16])}";

    /// <summary>An invented mobile number in a block that is not assigned.</summary>
    public static string Phone(string id) => string.Create(CultureInfo.InvariantCulture, $"+86199000{BitConverter.ToUInt32(Hash("phone", id)) % 100_000:00000}");

    private static byte[] Hash(string use, string id) => SHA256.HashData(Encoding.UTF8.GetBytes($"hotline-replay/{use}/{id}"));
}
