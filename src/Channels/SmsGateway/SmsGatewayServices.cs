using Hotline.Channels;
using Hotline.Channels.SmsGateway;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the configured gateway for text messages.</summary>
public static class SmsGatewayServices
{
    /// <summary>Adds <see cref="SmsGatewayOptions"/> and an <see cref="IOutgoingChannel"/> for SMS, which says why it cannot send while nothing is configured.</summary>
    public static IServiceCollection AddSmsGateway(this IServiceCollection services, SmsGatewayOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddHttpClient<IOutgoingChannel, SmsGatewayClient>(nameof(SmsGatewayClient))
            .RemoveAllLoggers() // secrets, numbers and texts may stand in the address
            .ConfigureHttpClient(http =>
            {
                if (options.IsConfigured)
                {
                    http.Timeout = options.Timeout;
                }

                http.MaxResponseContentBufferSize = 1024 * 1024;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                // A redirect would carry numbers and texts to a host nobody judged.
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectTimeout = TimeSpan.FromSeconds(5),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            });
        return services;
    }
}
