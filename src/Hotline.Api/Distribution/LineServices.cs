using Hotline.Api.Platform;

namespace Hotline.Api.Distribution;

/// <summary>The room where calls and messages find their agents.</summary>
internal static class LineServices
{
    public static void AddDistribution(this IServiceCollection services, HotlineOptions options)
    {
        if (options.Distribution.Wrong() is { } wrong) throw new InvalidOperationException($"Hotline:Distribution:{wrong} makes no sense as it is set.");
        services.AddSingleton(options.Distribution).AddSingleton<LineSignal>().AddSingleton<LineFloor>().AddSingleton<Telephones>().AddSingleton<Softphone>();
        services.AddSingleton<WaitingLine>().AddSingleton<IWaitingLine>(sp => sp.GetRequiredService<WaitingLine>()).AddSingleton<ICallReports>(sp => sp.GetRequiredService<WaitingLine>());
        services.AddSingleton<LinePresence>().AddHostedService(sp => sp.GetRequiredService<LinePresence>());
        if (options.Serves("Agent") || options.Serves("Worker")) services.AddHostedService<LineKeeper>();
    }
}
