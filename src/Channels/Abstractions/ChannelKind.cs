namespace Hotline.Channels;

/// <summary>The door through which a message came in, or through which an answer goes out.</summary>
public enum ChannelKind
{
    Web,
    Sms,
    Phone,
    Api,
    Email,
    Microblog,
    WeChat,
    Counter,
}
