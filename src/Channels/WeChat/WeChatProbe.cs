using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Hotline.Channels.WeChat;

/// <summary>A text as WeChat would push it, in the mode the account uses.</summary>
internal sealed class WeChatProbe(WeChatOptions options) : IDoorProbe
{
    public ChannelKind Channel => ChannelKind.WeChat;

    public string? WhyNotConfigured => options.WhyNotConfigured;

    public DoorProbeRequest Write(Guid id, string publicBaseUrl, DateTimeOffset now)
    {
        var time = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var nonce = id.ToString("N")[..16];
        var message = (BinaryPrimitives.ReadUInt64BigEndian(id.ToByteArray(bigEndian: true).AsSpan(8)) >> 1).ToString(CultureInfo.InvariantCulture);
        var xml = WeChatXml.Write(("ToUserName", "gh_channeltest"), ("FromUserName", "channel-test"), ("CreateTime", time), ("MsgType", "text"), ("Content", DoorProbeRequest.Text), ("MsgId", message));
        var query = $"timestamp={time}&nonce={nonce}&signature={WeChatSignature.Compute(options.Token!, time, nonce)}";
        if (options.SafeMode)
        {
            var cipher = WeChatCipher.Encrypt(options.EncodingAesKey!, options.AppId!, xml);
            xml = WeChatXml.Write(("ToUserName", "gh_channeltest"), ("Encrypt", cipher));
            query += $"&encrypt_type=aes&msg_signature={WeChatSignature.Compute(options.Token!, time, nonce, cipher)}";
        }

        return new($"/webhooks/wechat?{query}", "text/xml", Encoding.UTF8.GetBytes(xml), [], $"wechat:{options.AppId}", message);
    }
}
