using Hotline.Api.Distribution;
using Hotline.Api.Platform;

namespace Hotline.Api.Telephony;

/// <summary>The room where calls are carried.</summary>
internal static class TelephonyServices
{
    public static void AddTelephony(this IServiceCollection services, HotlineOptions options, bool development)
    {
        services.AddSingleton<PhoneSignal>().AddSingleton<FlowDesk>().AddSingleton<PhoneLegs>().AddSingleton<TwilioAddresses>().AddSingleton<TwilioVoiceDoor>();
        services.AddSingleton<TwilioExecutor>().AddSingleton<ICallExecutor>(sp => sp.GetRequiredService<TwilioExecutor>()).AddSingleton<ICallCarrier>(sp => sp.GetRequiredService<TwilioExecutor>());
        if (development)
            services.AddSingleton<SimulatedPhones>().AddSingleton<ICallExecutor>(sp => sp.GetRequiredService<SimulatedPhones>()).AddSingleton<ICallCarrier>(sp => sp.GetRequiredService<SimulatedPhones>());
        if (options.Serves("Worker")) services.AddHostedService<PhoneWorker>();
    }
}
