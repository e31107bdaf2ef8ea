using Hotline.Channels;
using Hotline.Channels.Twilio;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the Twilio channel.</summary>
public static class TwilioServices
{
    /// <summary>
    /// Adds <see cref="TwilioOptions"/>, an <see cref="IOutgoingChannel"/> for SMS, an <see cref="IMediaSource"/>,
    /// an <see cref="IRelayCaller"/>, an <see cref="IDoorProbe"/>, <see cref="TwilioReceived"/> and <see cref="TwilioCalls"/>. An unconfigured account is no error: the channel then says why it cannot send.
    /// </summary>
    public static IServiceCollection AddTwilio(this IServiceCollection services, TwilioOptions options)
    {
        services.AddSingleton(options);
        Connect(services.AddHttpClient<IOutgoingChannel, TwilioClient>(nameof(TwilioClient)), options);
        Connect(services.AddHttpClient<IMediaSource, TwilioMedia>(nameof(TwilioMedia)), options);
        services.AddSingleton<IDoorProbe, TwilioProbe>();
        Connect(services.AddHttpClient<TwilioReceived>(), options);
        Connect(services.AddHttpClient<IRelayCaller, TwilioRelay>(nameof(TwilioRelay)), options);
        Connect(services.AddHttpClient<TwilioCalls>(), options);
        return services;
    }

    private static void Connect(IHttpClientBuilder builder, TwilioOptions options) => builder
        .ConfigureHttpClient(http =>
        {
            if (options.IsConfigured)
            {
                http.Timeout = options.Timeout;
            }

            http.MaxResponseContentBufferSize = 4 * 1024 * 1024;
        })
        .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            // Redirects would carry the password to, or make us ask, a host nobody judged.
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        });
}
