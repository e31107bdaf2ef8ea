using System.Text;

namespace Hotline.Channels.Twilio;

/// <summary>A text message that is an instruction to the sender's subscription rather than a request.</summary>
public enum SmsKeyword
{
    None,

    /// <summary>Send no more messages to this number.</summary>
    OptOut,

    /// <summary>Messages are welcome again.</summary>
    OptIn,

    /// <summary>Asks what this number is.</summary>
    Help,
}

/// <summary>Recognises Twilio's default words and the ones that are usual in China.</summary>
public static class SmsKeywords
{
    private static readonly Dictionary<string, SmsKeyword> Words = new(StringComparer.Ordinal)
    {
        ["STOP"] = SmsKeyword.OptOut,
        ["STOPALL"] = SmsKeyword.OptOut,
        ["UNSUBSCRIBE"] = SmsKeyword.OptOut,
        ["CANCEL"] = SmsKeyword.OptOut,
        ["END"] = SmsKeyword.OptOut,
        ["QUIT"] = SmsKeyword.OptOut,
        ["OPTOUT"] = SmsKeyword.OptOut,
        ["REVOKE"] = SmsKeyword.OptOut,
        ["退订"] = SmsKeyword.OptOut,
        ["TD"] = SmsKeyword.OptOut,
        ["T"] = SmsKeyword.OptOut,
        ["R"] = SmsKeyword.OptOut,
        ["恢复"] = SmsKeyword.OptIn,
        ["订阅"] = SmsKeyword.OptIn,
        ["START"] = SmsKeyword.OptIn,
        ["YES"] = SmsKeyword.OptIn,
        ["UNSTOP"] = SmsKeyword.OptIn,
        ["HELP"] = SmsKeyword.Help,
        ["INFO"] = SmsKeyword.Help,
        ["帮助"] = SmsKeyword.Help,
    };

    /// <summary>
    /// Only a message that is nothing but the word counts ("T" does, "T字路口积水" does not); case, width, surrounding space and
    /// closing punctuation do not matter.
    /// </summary>
    public static SmsKeyword Recognise(string body)
    {
        // Longer than the longest word with room for space and punctuation; keeps normalisation off long texts.
        if (body.Length > 32)
        {
            return SmsKeyword.None;
        }

        var word = PlainText.Clean(body).Normalize(NormalizationForm.FormKC).Trim().TrimEnd('.', '!', '。', '｡').Trim().ToUpperInvariant();
        return Words.GetValueOrDefault(word);
    }
}
