using Hotline.Channels;
using Hotline.Channels.WeChat;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the WeChat channel.</summary>
public static class WeChatServices
{
    /// <summary>
    /// Adds <see cref="WeChatOptions"/>, the check of the webhook, an <see cref="IOutgoingChannel"/> and an
    /// <see cref="IMediaSource"/>. An unconfigured account is no error: the channel then says why it cannot send.
    /// </summary>
    public static IServiceCollection AddWeChat(this IServiceCollection services, WeChatOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options).AddSingleton<WeChatWebhook>().AddSingleton<WeChatTokens>();
        Connect(services.AddHttpClient(WeChatOptions.HttpClient), options);
        services.AddSingleton<IDoorProbe, WeChatProbe>();
        services.AddTransient<IOutgoingChannel>(sp => ActivatorUtilities.CreateInstance<WeChatClient>(sp, Http(sp)));
        services.AddTransient<IMediaSource>(sp => ActivatorUtilities.CreateInstance<WeChatMedia>(sp, Http(sp)));
        return services;
    }

    private static HttpClient Http(IServiceProvider services) => services.GetRequiredService<IHttpClientFactory>().CreateClient(WeChatOptions.HttpClient);

    private static void Connect(IHttpClientBuilder builder, WeChatOptions options) => builder
        .RemoveAllLoggers() // the access token stands in the address
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
            // A redirect would carry the token to a host nobody judged.
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        });
}
