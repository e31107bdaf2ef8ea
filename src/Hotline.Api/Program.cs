using Hotline.Api.Data;
using Hotline.Api.Data.Seed;
using Hotline.Api.Distribution;
using Hotline.Api.Features;
using Hotline.Api.Intake.Doors;
using Hotline.Api.Platform;
using Hotline.Api.Portal;
using Hotline.Api.Realtime;
using Hotline.Api.Routing;
using Hotline.Api.Telephony;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;

if (args is ["docs", var folder]) return DocPrinter.Print(folder);
if (args is ["schema", ..]) return await SchemaCheck.Print(Environment.GetEnvironmentVariable("HOTLINE_TEST_POSTGRES"));
if (args is [TrainingProcess.Command, var output, var trainedAt]) return TrainingProcess.Train(output, trainedAt);
if (RecordsCommands.Knows(args)) return await RecordsCommands.Run(args);

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseStaticWebAssets();
builder.WebHost.ConfigureKestrel(k => { k.AddServerHeader = false; k.Limits.MaxRequestBodySize = 2 * 1024 * 1024; });
builder.AddLogs();
var options = builder.AddHotlineOptions();
builder.AddCity(options);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddData(options);
builder.Services.AddStaffSignIn(options);
builder.Services.AddIntake();
builder.Services.AddRouting(options);
builder.Services.AddMessaging(options);
builder.Services.AddOtherSystems(options);
builder.Services.AddTelephony(options, builder.Environment.IsDevelopment());
builder.Services.AddRealtime();
builder.Services.AddDistribution(options);
builder.Services.AddFeatures();
builder.Services.AddHttp(options);
if (options.Serves("Resident")) builder.Services.AddPortal();

var app = builder.Build();
app.Use((http, next) => SecurityHeaders.Add(http, options.Channels.Twilio.WhyNoVoice is null, () => next(http)));
app.UseRequestLocalization();
app.UseExceptionHandler();
if (options.Serves("Resident")) app.UsePortal();
app.Use(AddressCheck.RefuseNul);
app.UseWhen(http => !PortalPages.Serves(http.Request), api => api.UseStatusCodePages(ErrorPages.Bare));
app.UseRouting();
app.UseRateLimiter();
app.UseAuthentication();
app.UseAuthorization();
app.UseAntiforgery();
app.Use(StaticFiles.CacheHashedAssets);
app.MapStaticAssets();
app.MapApi(options);
if (options.Serves("Webhooks"))
{
    TwilioDoors.Map(app);
    SmsGatewayDoors.Map(app);
    RelayDoors.Map(app);
    TwilioVoiceDoor.Map(app);
    WeChatDoor.Map(app);
    CtiDoor.Map(app);
    MailDoor.Map(app);
}
if (options.Serves("Resident")) app.MapPortal();
if (options.Serves("Agent"))
{
    app.MapHub<DeskHub>("/hubs/desk", o => o.AllowStatefulReconnects = true);
    app.MapConsole();
}
app.MapOpenApi();
app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = c => c.Tags.Contains("ready") });

await app.Services.GetRequiredService<SchemaMigrator>().Migrate(CancellationToken.None);
await app.Services.GetRequiredService<CityDocuments>().Follow(CancellationToken.None);
await app.Services.GetRequiredService<KeyRotation>().Check(CancellationToken.None);
await using (var scope = app.Services.CreateAsyncScope())
    app.PrintAddressesWhenStarted(await scope.ServiceProvider.GetRequiredService<StaffSeed>().Seed(CancellationToken.None));
await app.Services.GetRequiredService<ModelRegistry>().Start(CancellationToken.None);   // trained or loaded before the first message comes
await app.RunAsync();
return 0;

/// <summary>The host; public so that tests can start it.</summary>
public partial class Program;
