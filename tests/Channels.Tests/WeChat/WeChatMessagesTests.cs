using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hotline.Channels.WeChat;

namespace Hotline.Channels.Tests.WeChat;

public sealed class WeChatMessagesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);
    private static readonly WeChatOptions Options = new() { AppId = StubWeChat.AppId };

    private static string Xml(string type, string rest, string id = "6054768590064713728") =>
        $"<xml>\n<ToUserName><![CDATA[gh_10f6c3c3ac5a]]></ToUserName>\n<FromUserName><![CDATA[oAbc-d_1]]></FromUserName>\n<CreateTime>1409735668</CreateTime>\n<MsgType><![CDATA[{type}]]></MsgType>\n{rest}\n<MsgId>{id}</MsgId>\n</xml>";

    private static WeChatPush Read(string xml)
    {
        WeChatMessages.TryRead(Options, xml, Now, out var push, out var error).ShouldBeTrue(error?.ToString());
        return push!;
    }

    private static FieldError Refused(string xml)
    {
        WeChatMessages.TryRead(Options, xml, Now, out var push, out var error).ShouldBeFalse();
        push.ShouldBeNull();
        return error!;
    }

    [Fact]
    public void A_text_is_a_message_with_its_own_identity()
    {
        var push = Read(Xml("text", "<Content><![CDATA[桂子路路灯\n不亮 <b>]]></Content><Unknown><Deep><Deeper/></Deep></Unknown>"));
        push.Event.ShouldBeNull();
        push.Account.ShouldBe("gh_10f6c3c3ac5a");
        var message = push.Message!;
        (message.Channel, message.ChannelAccount, message.ProviderId, message.Sender, message.ReceivedAt)
            .ShouldBe((ChannelKind.WeChat, $"wechat:{StubWeChat.AppId}", "6054768590064713728", "oAbc-d_1", Now));
        message.Body.ShouldBe("桂子路路灯\n不亮 <b>");
        message.Attachments.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("image", "picture.jpg", "image/jpeg")]
    [InlineData("voice", "voice.amr", "audio/amr")]
    [InlineData("video", "video.mp4", "video/mp4")]
    [InlineData("shortvideo", "video.mp4", "video/mp4")]
    public void Media_are_named_without_the_token_that_opens_them(string type, string file, string contentType)
    {
        var attachment = Read(Xml(type, "<PicUrl>http://elsewhere.example/x</PicUrl><MediaId><![CDATA[aB-_/+?&x]]></MediaId>")).Message!.Attachments.ShouldHaveSingleItem();
        (attachment.FileName, attachment.ContentType).ShouldBe((file, contentType));
        attachment.RemoteUrl!.AbsoluteUri.ShouldBe("https://api.weixin.qq.com/cgi-bin/media/get?media_id=aB-_%2F%2B%3F%26x");
    }

    [Fact]
    public void What_a_voice_said_stands_beside_it_when_WeChat_understood_it() =>
        Read(Xml("voice", "<MediaId>m</MediaId><Format>amr</Format><Recognition>路灯不亮</Recognition>")).Message!.Body.ShouldBe("路灯不亮");

    [Fact]
    public void A_place_and_a_link_are_words()
    {
        Read(Xml("location", "<Location_X>23.134521</Location_X><Location_Y>113.358803</Location_Y><Scale>20</Scale><Label>桂子路 1 号</Label>")).Message!.Body.ShouldBe("桂子路 1 号 (23.134521, 113.358803)");
        Read(Xml("location", "<Location_X>x</Location_X><Location_Y>NaN</Location_Y>")).Message!.Body.ShouldBe("(?, ?)");
        Read(Xml("link", "<Title>标题</Title><Description></Description><Url>https://example.gov/a</Url>")).Message!.Body.ShouldBe("标题\nhttps://example.gov/a");
    }

    [Fact]
    public void A_happening_is_known_by_who_and_when()
    {
        var push = Read("<xml><ToUserName>gh_1</ToUserName><FromUserName>oAbc</FromUserName><CreateTime>1409735668</CreateTime><MsgType>event</MsgType><Event>CLICK</Event><EventKey>K</EventKey></xml>");
        (push.Key, push.Event, push.Message).ShouldBe(("oAbc:1409735668", "click", null));
    }

    [Theory]
    [InlineData("<Content>x</Content>", "text", "x", "MsgId")]
    [InlineData("<Content>x</Content>", "text", "", "MsgId")]
    [InlineData("<Content> </Content>", "text", "1", "Content")]
    [InlineData("", "image", "1", "MediaId")]
    public void A_field_at_fault_is_named_never_shown(string rest, string type, string id, string field) => Refused(Xml(type, rest, id)).Field.ShouldBe(field);

    [Fact]
    public void A_kind_that_is_not_known_is_kept_without_words()
    {
        var message = Read(Xml("hologram", "<Beam>1</Beam>")).Message!;
        message.Body.ShouldBeEmpty();
        message.RawPayload.ShouldContain("<Beam>1</Beam>");
    }

    [Fact]
    public void A_sender_that_is_no_openid_is_refused() =>
        Refused("<xml><ToUserName>gh_1</ToUserName><FromUserName>o;drop</FromUserName><MsgType>text</MsgType><Content>x</Content><MsgId>1</MsgId></xml>").ShouldBe(new("FromUserName", "is malformed"));

    [Theory]
    [InlineData("<!DOCTYPE xml [<!ENTITY a \"b\">]><xml><MsgType>&a;</MsgType></xml>")]
    [InlineData("<!DOCTYPE xml SYSTEM \"http://127.0.0.1:9/x.dtd\"><xml/>")]
    [InlineData("<xml><MsgType>&undefined;</MsgType></xml>")]
    [InlineData("<xml><MsgType>text</MsgType>")]
    [InlineData("<other></other>")]
    [InlineData("<xml>words</xml>")]
    [InlineData("<xml></xml><xml></xml>")]
    [InlineData("<xml/>")]
    [InlineData("")]
    [InlineData("{}")]
    public void What_is_no_flat_document_is_refused(string xml) => Refused(xml).Field.ShouldBe("xml");

    [Fact]
    public void A_billion_laughs_are_not_laughed()
    {
        var bomb = new StringBuilder("<!DOCTYPE lolz [<!ENTITY lol \"lol\">");
        for (var i = 1; i < 10; i++)
        {
            bomb.Append(CultureInfo.InvariantCulture, $"<!ENTITY lol{i} \"{string.Concat(Enumerable.Repeat($"&lol{(i == 1 ? "" : i - 1)};", 10))}\">");
        }

        Refused(bomb.Append("]><xml><Content>&lol9;</Content></xml>").ToString()).Field.ShouldBe("xml");
    }

    [Fact]
    public void Many_fields_great_depth_and_great_length_are_refused()
    {
        Refused($"<xml>{string.Concat(Enumerable.Range(0, 100).Select(i => $"<F{i}/>"))}</xml>").Field.ShouldBe("xml");
        Refused($"<xml><Content>{new string('x', 100_000)}</Content></xml>").Field.ShouldBe("xml");
        Refused($"<xml>{string.Concat(Enumerable.Repeat("<a>", 6000))}</xml>").Field.ShouldBe("xml");
    }

    [Fact]
    public void Any_bytes_end_in_a_value()
    {
        for (var i = 0; i < 500; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(Xml("text", "<Content>x</Content>"));
            for (var flips = 0; flips < 4; flips++)
            {
                bytes[RandomNumberGenerator.GetInt32(bytes.Length)] = (byte)RandomNumberGenerator.GetInt32(256);
            }

            var read = WeChatMessages.TryRead(Options, Encoding.UTF8.GetString(bytes), Now, out var push, out var error);
            (push is null).ShouldBe(!read);
            (error is null).ShouldBe(read);
        }
    }
}
