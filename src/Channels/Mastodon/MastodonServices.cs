using Hotline.Channels;
using Hotline.Channels.Mastodon;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the Mastodon channel.</summary>
public static class MastodonServices
{
    /// <summary>
    /// Adds <see cref="MastodonOptions"/>, an <see cref="IMentionHistory"/>, which is an <see cref="IMentionSource"/>, an <see cref="IOutgoingChannel"/> and an
    /// <see cref="IMediaSource"/>. An unconfigured account is no error: each then says why it cannot work.
    /// </summary>
    public static IServiceCollection AddMastodon(this IServiceCollection services, MastodonOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options).AddSingleton<MastodonLimits>().AddSingleton<MastodonApi>().AddSingleton<MastodonServer>();
        services.AddHttpClient(MastodonOptions.HttpClient)
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
        services.AddSingleton<IMentionHistory, MastodonMentions>().AddSingleton<IMentionSource>(sp => sp.GetRequiredService<IMentionHistory>()).AddSingleton<IOutgoingChannel, MastodonClient>();
        services.AddTransient<IMediaSource>(sp => new MastodonMedia(sp.GetRequiredService<IHttpClientFactory>().CreateClient(MastodonOptions.HttpClient), options));
        return services;
    }
}
