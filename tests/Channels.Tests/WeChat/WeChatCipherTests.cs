using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using Hotline.Channels.WeChat;

namespace Hotline.Channels.Tests.WeChat;

/// <summary>The vectors are Tencent's: the samples of the signature and of the message encryption library.</summary>
public sealed class WeChatCipherTests
{
    public const string Key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
    public const string SampleApp = "wx2c2769f8efd9abc2";

    public const string SampleCipher =
        "hyzAe4OzmOMbd6TvGdIOO6uBmdJoD0Fk53REIHvxYtJlE2B655HuD0m8KUePWB3+LrPXo87wzQ1QLvbeUgmBM4x6F8PGHQHFVAFmOD2LdJF9FrXpbUAh0B5GIItb52sn" +
        "896wVsMSHGuPE328HnRGBcrS7C41IzDWyWNlZkyyXwon8T332jisa+h6tEDYsVticbSnyU8dKOIbgU6ux5VTjg3yt+WGzjlpKn6NPhRjpA912xMezR4kw6KWwMrCVKSV" +
        "CZciVGCgavjIQ6X8tCOp3yZbGpy0VxpAe+77TszTfRd5RJSVO/HTnifJpXgCSUdUue1v6h0EIBYYI1BD1DlD+C0CR8e6OewpusjZ4uBl9FyJvnhvQl+q5rv1ixrcpCum" +
        "EPo5MJSgM9ehVsNPfUM669WuMyVWQLCzpu9GhglF2PE=";

    [Fact]
    public void Signs_the_sample_of_the_server_settings() =>
        WeChatSignature.Compute("AAAAA", "1714036504", "1514711492").ShouldBe("f464b24fc39322e44b38aa78f5edd27bd1441696");

    [Fact]
    public void Signs_the_sample_of_the_encrypted_message() =>
        WeChatSignature.Compute("spamtest", "1409735669", "1320562132", SampleCipher).ShouldBe("5d197aaffba7e9b25a30732f161a50dee96bd5fa");

    [Theory]
    [InlineData("F464B24FC39322E44B38AA78F5EDD27BD1441696")]
    [InlineData("f464b24fc39322e44b38aa78f5edd27bd144169")]
    [InlineData("f464b24fc39322e44b38aa78f5edd27bd1441697")]
    [InlineData("")]
    public void Takes_no_other_signature(string signature) => WeChatSignature.IsValid(signature, "AAAAA", "1714036504", "1514711492").ShouldBeFalse();

    [Fact]
    public void Encrypts_as_the_reference_does() =>
        WeChatCipher.Encrypt(Key, "wxb11529c136998cb6", "我是中文abcd123", "aaaabbbbccccdddd"u8.ToArray())
            .ShouldBe("jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg==");

    [Fact]
    public void Decrypts_the_sample()
    {
        WeChatCipher.TryDecrypt(Key, SampleApp, SampleCipher, out var xml).ShouldBeTrue();
        xml.ShouldContain("<![CDATA[abcdteT]]>");
        xml.ShouldContain("<MsgId>6054768590064713728</MsgId>");
        xml.ShouldEndWith("</xml>");
    }

    [Fact]
    public void Refuses_a_message_to_another_account() => WeChatCipher.TryDecrypt(Key, "wxb11529c136998cb6", SampleCipher, out _).ShouldBeFalse();

    [Fact]
    public void Opens_what_it_sealed_whatever_the_text() => Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
    {
        var clean = PlainText.Clean(text);
        return WeChatCipher.TryDecrypt(Key, SampleApp, WeChatCipher.Encrypt(Key, SampleApp, clean), out var opened) && opened == clean;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_bytes_end_in_a_refusal()
    {
        for (var length = 0; length < 200; length++)
        {
            WeChatCipher.TryDecrypt(Key, SampleApp, Convert.ToBase64String(RandomNumberGenerator.GetBytes(length)), out _).ShouldBeFalse();
        }

        WeChatCipher.TryDecrypt(Key, SampleApp, "no Base64 至多", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456789ABCDEF")]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456789ABCDE+/")]
    [InlineData("")]
    public void Knows_what_is_no_key(string key) => WeChatCipher.IsKey(key).ShouldBeFalse();
}
