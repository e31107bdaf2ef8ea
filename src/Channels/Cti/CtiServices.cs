using Hotline.Channels;
using Hotline.Channels.Cti;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the door to a telephone system of the city's own.</summary>
public static class CtiServices
{
    /// <summary>Adds <see cref="CtiOptions"/> and an <see cref="IMediaSource"/> for its recordings. Without a key the door says so.</summary>
    public static IServiceCollection AddCti(this IServiceCollection services, CtiOptions options)
    {
        services.AddSingleton(options);
        services.AddHttpClient<IMediaSource, CtiMedia>(nameof(CtiMedia))
            .ConfigureHttpClient(http =>
            {
                if (options.Timeout > TimeSpan.Zero)
                {
                    http.Timeout = options.Timeout;
                }
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectTimeout = TimeSpan.FromSeconds(5),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            });
        return services;
    }
}
