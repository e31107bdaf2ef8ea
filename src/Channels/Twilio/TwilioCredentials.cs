using System.Net.Http.Headers;
using System.Text;

namespace Hotline.Channels.Twilio;

internal static class TwilioCredentials
{
    public static AuthenticationHeaderValue Of(TwilioOptions options) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.AccountSid}:{options.AuthToken}")));
}
