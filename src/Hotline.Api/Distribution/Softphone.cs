using Hotline.Channels.Twilio;
using Hotline.Domain;

namespace Hotline.Api.Distribution;

/// <summary>The telephone in an agent's browser.</summary>
internal sealed class Softphone(TwilioOptions twilio, TimeProvider clock)
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    /// <summary>Under this name the browser of an account is rung.</summary>
    public static string IdentityOf(Guid account) => $"agent_{account:N}";

    public bool IsConfigured => twilio.WhyNoVoice is null;

    /// <summary>A pass for an hour.</summary>
    public (string? Token, DateTimeOffset Until, Error? Error) Pass(Guid account)
    {
        if (twilio.WhyNoVoice is { } why) return (null, default, new Error(ErrorKind.Conflict, "softphone.not_configured") { Arguments = [why] });
        var now = clock.GetUtcNow();
        return (TwilioAccessToken.Create(twilio, IdentityOf(account), now, Life), now + Life, null);
    }
}
