using Hotline.Channels.Twilio;

namespace Hotline.Channels.Tests.Twilio;

public sealed class SmsKeywordsTests
{
    [Theory]
    [InlineData("STOP", SmsKeyword.OptOut)]
    [InlineData(" stop. ", SmsKeyword.OptOut)]
    [InlineData("StopAll", SmsKeyword.OptOut)]
    [InlineData("unsubscribe", SmsKeyword.OptOut)]
    [InlineData("CANCEL", SmsKeyword.OptOut)]
    [InlineData("END", SmsKeyword.OptOut)]
    [InlineData("quit!", SmsKeyword.OptOut)]
    [InlineData("optout", SmsKeyword.OptOut)]
    [InlineData("revoke", SmsKeyword.OptOut)]
    [InlineData("退订", SmsKeyword.OptOut)]
    [InlineData("退订。", SmsKeyword.OptOut)]
    [InlineData("td", SmsKeyword.OptOut)]
    [InlineData("ＴＤ", SmsKeyword.OptOut)]
    [InlineData("T", SmsKeyword.OptOut)]
    [InlineData("r\n", SmsKeyword.OptOut)]
    [InlineData("start", SmsKeyword.OptIn)]
    [InlineData("Yes", SmsKeyword.OptIn)]
    [InlineData("UNSTOP", SmsKeyword.OptIn)]
    [InlineData("help", SmsKeyword.Help)]
    [InlineData("INFO", SmsKeyword.Help)]
    public void Recognises_a_message_that_is_one_word(string body, SmsKeyword keyword) => SmsKeywords.Recognise(body).ShouldBe(keyword);

    [Theory]
    [InlineData("")]
    [InlineData("T字路口积水")]
    [InlineData("请退订")]
    [InlineData("please stop the noise")]
    [InlineData("路灯坏了")]
    [InlineData("\uD83D")]
    public void Leaves_requests_alone(string body) => SmsKeywords.Recognise(body).ShouldBe(SmsKeyword.None);
}
