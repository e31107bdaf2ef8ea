using System.Security.Cryptography;
using Hotline.Channels.WeChat;
using Microsoft.AspNetCore.Http;

namespace Hotline.Channels.Tests.WeChat;

public sealed class WeChatMediaTests
{
    private static readonly byte[] Voice = [.. "#!AMR\n"u8, .. RandomNumberGenerator.GetBytes(50_000)];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Task<StubWeChat> Serving(byte[] content, string type) => StubWeChat.Start(async context =>
    {
        context.Response.ContentType = type;
        await context.Response.Body.WriteAsync(content, context.RequestAborted);
    });

    private static async Task<(MediaResult Result, byte[] Bytes)> Fetch(StubWeChat stub, Uri? address = null)
    {
        using var stored = new MemoryStream();
        var result = await stub.Media.Fetch(address ?? WeChatMedia.AddressOf(stub.Options, "aB-_+/"), stored, Ct);
        return (result, stored.ToArray());
    }

    [Fact]
    public async Task A_voice_message_is_fetched_with_the_token()
    {
        await using var stub = await Serving(Voice, "audio/amr");
        var (result, bytes) = await Fetch(stub);
        result.ShouldBe(new MediaResult(MediaOutcome.Fetched, "audio/amr", Voice.Length, Convert.ToHexStringLower(SHA256.HashData(Voice)), null));
        bytes.ShouldBe(Voice);
        stub.Requests.ShouldHaveSingleItem().Query.ShouldBe("?media_id=aB-_%2B%2F&access_token=token-1");
    }

    [Fact]
    public async Task A_token_that_was_ended_elsewhere_is_replaced()
    {
        await using var stub = await Serving(Voice, "audio/amr");
        await Fetch(stub);
        stub.ValidToken = "of-another-program";
        (await Fetch(stub)).Result.Outcome.ShouldBe(MediaOutcome.Fetched);
        stub.TokenRequests.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("""{"errcode":40007,"errmsg":"invalid media_id"}""", MediaOutcome.Refused)]
    [InlineData("""{"errcode":-1,"errmsg":"system error"}""", MediaOutcome.RetryLater)]
    [InlineData("""{"video_url":"http://127.0.0.1:9/video"}""", MediaOutcome.Refused)]
    [InlineData("not JSON", MediaOutcome.RetryLater)]
    public async Task An_answer_in_words_is_no_medium(string json, MediaOutcome outcome)
    {
        await using var stub = await StubWeChat.Answering(json);
        var (result, bytes) = await Fetch(stub);
        result.Outcome.ShouldBe(outcome);
        bytes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("PK\u0003\u0004 a zip named .jpg")]
    [InlineData("<html>")]
    public async Task What_is_neither_picture_nor_sound_is_refused(string content)
    {
        await using var stub = await Serving(System.Text.Encoding.Latin1.GetBytes(content), "image/jpeg");
        (await Fetch(stub)).Result.Outcome.ShouldBe(MediaOutcome.Refused);
    }

    [Fact]
    public async Task Twenty_megabytes_are_the_most()
    {
        var picture = new byte[MediaCopy.MostBytes + 1];
        new byte[] { 0xff, 0xd8, 0xff }.CopyTo(picture, 0);
        await using var stub = await Serving(picture, "image/jpeg");
        (await Fetch(stub)).Result.Outcome.ShouldBe(MediaOutcome.TooLarge);
    }

    [Fact]
    public async Task Only_WeChats_own_address_is_asked()
    {
        await using var stub = await Serving(Voice, "audio/amr");
        foreach (var address in new[] { new Uri("http://127.0.0.1:9/cgi-bin/media/get?media_id=x"), new Uri(stub.Address, "/cgi-bin/user/info?openid=x") })
        {
            (await Fetch(stub, address)).Result.Outcome.ShouldBe(MediaOutcome.Refused);
        }

        stub.Requests.ShouldBeEmpty();
        stub.TokenRequests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_provider_that_is_down_is_asked_again_later()
    {
        await using var stub = await StubWeChat.Start(context => { context.Response.StatusCode = 500; return Task.CompletedTask; });
        (await Fetch(stub)).Result.Outcome.ShouldBe(MediaOutcome.RetryLater);
    }
}
