using Hotline.Channels;
using Hotline.Channels.Weibo;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the Weibo channel.</summary>
public static class WeiboServices
{
    /// <summary>
    /// Adds <see cref="WeiboOptions"/>, an <see cref="IMentionSource"/>, an <see cref="IOutgoingChannel"/> and an
    /// <see cref="IMediaSource"/>; the host brings the <see cref="ICallLedger"/>. An unconfigured account is no error: each then says why it cannot work.
    /// </summary>
    public static IServiceCollection AddWeibo(this IServiceCollection services, WeiboOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options).AddSingleton<WeiboBudget>().AddSingleton<WeiboApi>();
        services.AddHttpClient(WeiboOptions.HttpClient)
            .RemoveAllLoggers() // the access token stands in the address
            .ConfigureHttpClient(http =>
            {
                if (options.IsConfigured)
                {
                    http.Timeout = options.Timeout;
                }

                http.MaxResponseContentBufferSize = 8 * 1024 * 1024;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                // A redirect would carry the token to a host nobody judged.
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectTimeout = TimeSpan.FromSeconds(5),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            });
        services.AddSingleton<IMentionSource, WeiboMentions>().AddSingleton<IOutgoingChannel, WeiboClient>();
        services.AddTransient<IMediaSource>(sp => new WeiboMedia(sp.GetRequiredService<IHttpClientFactory>().CreateClient(WeiboOptions.HttpClient), options));
        return services;
    }
}
