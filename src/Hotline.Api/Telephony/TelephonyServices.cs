using Hotline.Api.Distribution;
using Hotline.Api.Platform;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Hotline.Api.Telephony;

/// <summary>The room where calls are carried.</summary>
internal static class TelephonyServices
{
    public static void AddTelephony(this IServiceCollection services, HotlineOptions options, bool development)
    {
        // Where calls are distributed, that line takes the place of the simplest one, whichever is registered first.
        services.AddSingleton<FirstComeLine>();
        services.TryAddSingleton<IWaitingLine>(sp => sp.GetRequiredService<FirstComeLine>());
        services.TryAddSingleton<ICallReports>(sp => sp.GetRequiredService<FirstComeLine>());
        services.AddSingleton<PhoneSignal>().AddSingleton<FlowDesk>().AddSingleton<PhoneLegs>().AddSingleton<TwilioAddresses>().AddSingleton<TwilioVoiceDoor>();
        services.AddSingleton<TwilioExecutor>().AddSingleton<ICallExecutor>(sp => sp.GetRequiredService<TwilioExecutor>()).AddSingleton<ICallCarrier>(sp => sp.GetRequiredService<TwilioExecutor>());
        if (development)
            services.AddSingleton<SimulatedPhones>().AddSingleton<ICallExecutor>(sp => sp.GetRequiredService<SimulatedPhones>()).AddSingleton<ICallCarrier>(sp => sp.GetRequiredService<SimulatedPhones>());
        if (options.Serves("Worker")) services.AddHostedService<PhoneWorker>();
    }
}
