using System.Globalization;
using System.Text.Json;
using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Data.Seed;
using Hotline.Api.Features.Appraisal;
using Hotline.Api.Features.Disputes;
using Hotline.Api.Features.Flags;
using Hotline.Api.Features.FollowUps;
using Hotline.Api.Features.Line;
using Hotline.Api.Features.Orders;
using Hotline.Api.Features.Public;
using Hotline.Api.Features.Publishing;
using Hotline.Api.Features.Records;
using Hotline.Api.Features.Session;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Intake;
using Hotline.Api.Intake.ChannelDesk;
using Hotline.Api.Intake.Relay;
using Hotline.Api.Jobs;
using Hotline.Api.Messaging;
using Hotline.Api.Messaging.Webhooks;
using Hotline.Api.Realtime;
using Hotline.Api.Routing;
using Hotline.Channels;
using Hotline.Domain.Departments;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;
using Serilog;

namespace Hotline.Api.Platform;

/// <summary>Each room's services, in the order a message passes through them.</summary>
internal static class Composition
{
    /// <summary>Reads the section Hotline; an unknown key or a bad value stops the start with a message that names it.</summary>
    public static HotlineOptions AddHotlineOptions(this WebApplicationBuilder builder)
    {
        var options = new HotlineOptions();
        try
        {
            builder.Configuration.GetSection("Hotline").Bind(options, b => b.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidOperationException($"Configuration section Hotline: {e.Message} {e.InnerException?.Message}".Trim(), e);
        }
        if (builder.Environment.IsDevelopment()) options.Intake.ApiKeys.TryAdd("demo", "demo-intake-key");
        if (options.Intake.ApiKeys.FirstOrDefault(k => k.Value.Length < 12) is { Key: { } weak }) throw new InvalidOperationException($"Hotline:Intake:ApiKeys:{weak} must have at least 12 characters.");
        if (options.Data.Provider == DatabaseProvider.Postgres && string.IsNullOrWhiteSpace(options.Data.ConnectionString)) throw new InvalidOperationException("Hotline:Data:ConnectionString is needed with Hotline:Data:Provider=Postgres.");
        if (options.Routing.Threshold is < 0 or > 1) throw new InvalidOperationException("Hotline:Routing:Threshold must lie between 0 and 1.");
        if (options.Routing.RetrainEvery is { } every && every < TimeSpan.FromMinutes(1)) throw new InvalidOperationException("Hotline:Routing:RetrainEvery must be at least one minute.");
        if (options.Routing.PromoteMargin is < 0 or > 1) throw new InvalidOperationException("Hotline:Routing:PromoteMargin must lie between 0 and 1.");
        if (options.Routing.KeepModels < 0) throw new InvalidOperationException("Hotline:Routing:KeepModels must not be negative.");
        if (options.Topics is { WindowDays: < 1 or > 84 }) throw new InvalidOperationException("Hotline:Topics:WindowDays must lie between 1 and 84.");
        if (options.Topics.LongWindowDays < options.Topics.WindowDays || options.Topics.LongWindowDays > 90) throw new InvalidOperationException("Hotline:Topics:LongWindowDays must lie between WindowDays and 90.");
        if (options.Topics.LeastInLongWindow < options.Topics.LeastTickets) throw new InvalidOperationException("Hotline:Topics:LeastInLongWindow must not be below LeastTickets.");
        if (options.Topics is { LeastTickets: < 2 } or { Messages: < 100 } or { Chance: <= 0 or > 1 }) throw new InvalidOperationException("Hotline:Topics: LeastTickets is 2 or more, Messages 100 or more, Chance above 0 and at most 1.");
        if (options.Supervision is { AuditShare: < 0 or > 1 } or { MassClosing: < 2 } or { CopiedReplies: < 2 }) throw new InvalidOperationException("Hotline:Supervision: AuditShare lies between 0 and 1, MassClosing and CopiedReplies are 2 or more.");
        if (options.Appraisal is { PartlySolved: < 0 or > 1 }) throw new InvalidOperationException("Hotline:Appraisal:PartlySolved must lie between 0 and 1.");
        if (options.Appraisal is { ResponseWeight: < 0 } or { ResolutionWeight: < 0 } or { SatisfactionWeight: < 0 } || options.Appraisal is { ResponseWeight: 0, ResolutionWeight: 0, SatisfactionWeight: 0 })
            throw new InvalidOperationException("Hotline:Appraisal: the weights are 0 or more, and one of them is more.");
        if (options.Channels.SmsProvider is not (null or "SmsGateway" or "Twilio")) throw new InvalidOperationException("Hotline:Channels:SmsProvider is SmsGateway or Twilio.");
        if (options.Channels.SmsGateway is { Name.Length: > 0, WhyNotConfigured: { } wrong }) throw new InvalidOperationException(wrong);
        if (options.Messaging is { MostSegments: < 1 or > 20 } or { RepliesPerHour: < 1 } or { Parallel: < 1 or > 64 } || options.Messaging.GiveUpAfter < TimeSpan.FromMinutes(1) || options.Messaging.GoesOnFor < TimeSpan.Zero)
            throw new InvalidOperationException("Hotline:Messaging: GiveUpAfter is at least a minute, GoesOnFor not negative, MostSegments 1 to 20, RepliesPerHour 1 or more, Parallel 1 to 64.");
        if (options.Channels.Mail.Mistake is { } mail) throw new InvalidOperationException(mail);
        if (options.PublicBaseUrl is { IsAbsoluteUri: false }) throw new InvalidOperationException("Hotline:PublicBaseUrl must be an absolute address.");
        options.Data.Folder = Path.GetFullPath(options.Data.Folder);
        Directory.CreateDirectory(options.Data.Folder);
        builder.Services.AddSingleton(options);
        return options;
    }

    public static void AddCity(this WebApplicationBuilder builder, HotlineOptions options)
    {
        options.City.Folder = CityFiles.Find(options.City.Folder, builder.Environment.ContentRootPath, AppContext.BaseDirectory);
        builder.Services.AddSingleton(new City(CityFiles.Load(options.City.Folder, options.City.Policy)));
        builder.Services.AddSingleton(CityFiles.LoadRetention(options.City.Folder));
        builder.Services.AddSingleton(new PersonalData(new KeyRing(Path.Combine(options.Data.Folder, "keys"))));
    }

    public static void AddData(this IServiceCollection services, HotlineOptions options)
    {
        services.AddSingleton<WriteGate>().AddSingleton<EventSignal>().AddSingleton<SchemaMigrator>().AddSingleton<AttachmentStore>();
        services.AddSingleton<MatterWeights>().AddSingleton<CityDocuments>().AddHostedService<CityFollower>();
        services.AddSingleton<KeyRotation>().AddSingleton<DailyRoots>().AddSingleton<HistoryVerifier>().AddSingleton<Anonymiser>();
        services.AddDbContextFactory<HotlineDb>(o =>
        {
            if (options.Data.Provider == DatabaseProvider.Postgres) o.UseNpgsql(options.Data.ConnectionString);
            else o.UseSqlite($"Data Source={Path.Combine(options.Data.Folder, "hotline.db")}").AddInterceptors(new SqliteSettings());
        });
        services.AddScoped<StaffSeed>();
    }

    public static void AddStaffSignIn(this IServiceCollection services, HotlineOptions options)
    {
        services.AddDataProtection().SetApplicationName("Hotline").PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(options.Data.Folder, "keys")));
        services.AddIdentityCore<StaffMember>(o =>
        {
            o.Password.RequiredLength = 10;
            o.Lockout.MaxFailedAccessAttempts = 5;
            o.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(10);
        }).AddEntityFrameworkStores<HotlineDb>().AddSignInManager().AddClaimsPrincipalFactory<StaffClaims>().AddDefaultTokenProviders();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddCookie(IdentityConstants.ApplicationScheme, o =>
        {
            o.Cookie.Name = "hotline";
            o.Cookie.HttpOnly = true;
            o.Cookie.SameSite = SameSiteMode.Strict;
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            o.ExpireTimeSpan = TimeSpan.FromHours(12);
            o.SlidingExpiration = true;
            // A program asks: it gets a status, not a page to go to.
            o.Events.OnRedirectToLogin = c => { c.Response.StatusCode = 401; return Task.CompletedTask; };
            o.Events.OnRedirectToAccessDenied = c => { c.Response.StatusCode = 403; return Task.CompletedTask; };
            o.Events.OnValidatePrincipal = SecurityStampValidator.ValidatePrincipalAsync;
        }).AddCookie(IdentityConstants.TwoFactorRememberMeScheme);   // the validator signs out of it too when it ends a session
        services.Configure<SecurityStampValidatorOptions>(o => o.ValidationInterval = TimeSpan.FromMinutes(1));
        services.AddAuthorization();
        services.AddAntiforgery(o => { o.HeaderName = "X-XSRF-TOKEN"; o.Cookie.Name = "hotline-antiforgery"; o.Cookie.SameSite = SameSiteMode.Strict; o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest; });
        services.AddHttpContextAccessor().AddScoped<CurrentActor>().AddScoped<AccessBook>();
    }

    public static void AddIntake(this IServiceCollection services)
    {
        services.AddSingleton<MicroblogReplies>().AddSingleton<MentionAccounts>().AddSingleton<MentionIntake>().AddSingleton<MailDeliveries>().AddSingleton<MailIntake>().AddScoped<MessageRelease>().AddScoped<ChannelReaders>();
        services.AddSingleton<TicketFactory>().AddSingleton<Conversations>().AddSingleton<SmsConversation>().AddSingleton<Acknowledgement>().AddSingleton<RoutingSignal>().AddSingleton<IntakeWriter>().AddSingleton<CallLog>();
        services.AddSingleton<IntakePipeline>().AddHostedService(sp => sp.GetRequiredService<IntakePipeline>());
    }

    public static void AddRouting(this IServiceCollection services, HotlineOptions options)
    {
        services.AddSingleton<RunningClassifier>().AddSingleton<ModelFiles>().AddSingleton<ModelRegistry>().AddSingleton<TicketRouter>().AddSingleton<PrecedentShelf>().AddScoped<DisputeOutcomes>();
        services.AddHostedService<ModelWatcher>().AddSingleton<ClassifierTraining>().AddHostedService(sp => sp.GetRequiredService<ClassifierTraining>());
        if (options.Serves("Worker")) services.AddHostedService<RoutingWorker>();
    }

    public static void AddMessaging(this IServiceCollection services, HotlineOptions options)
    {
        services.AddSmsGateway(options.Channels.SmsGateway).AddSingleton<DeliveryLog>();
        services.AddTwilio(options.Channels.Twilio).AddWeChat(options.Channels.WeChat).AddCti(options.Channels.Cti).AddMail(options.Channels.Mail).AddScoped<ResidentNotices>();
        services.AddMastodon(options.Channels.Mastodon).AddWeibo(options.Channels.Weibo).AddSingleton<Hotline.Channels.ICallLedger, ProviderCallLedger>().AddSingleton<PublicReplyGuard>();
        if (options.Serves("Worker")) services.AddHostedService<MentionReader>();
        if (options.Serves("Worker") && options.Channels.Mail.WhyNoMailbox is null) services.AddHostedService<MailboxPoller>();
        if (options.Serves("Worker"))
            services.AddHostedService<OutgoingSender>().AddHostedService<MediaFetcher>().AddHostedService<Archivist>().AddHostedService<DeemedSigner>().AddHostedService<WaitEnder>().AddHostedService<TopicFollower>()
                .AddHostedService<DeadlineSweep>().AddHostedService<DeadlineRecount>().AddHostedService<CardIssuer>().AddHostedService<FollowUpKeeper>().AddHostedService<ClosingInspector>()
                .AddHostedService<DailyRootMaker>().AddHostedService<RetentionKeeper>().AddHostedService<AppraisalBackfill>();
    }

    public static void AddOtherSystems(this IServiceCollection services, HotlineOptions options)
    {
        services.AddSingleton<WebhookPayloads>().AddSingleton<ChannelProbes>().AddSingleton<IDoorProbe, MailProbe>().AddSingleton<IDoorProbe, ApiProbe>().AddSingleton<OwnAddress>().AddSingleton<RelayCalls>();
        services.AddTransient<IReconcilable, TextsReceived>().AddTransient<IReconcilable, CallsReceived>().AddTransient<IReconcilable, MailsReceived>().AddTransient<IReconcilable, MentionsReceived>();
        services.AddHttpClient(WebhookSender.Client).ConfigurePrimaryHttpMessageHandler(() => AddressGuard.Handler(options.OutgoingWebhooks.AllowedHosts));
        services.AddHttpClient(ChannelProbes.Client, c => c.Timeout = TimeSpan.FromSeconds(15));
        if (options.Serves("Worker")) services.AddHostedService<WebhookSender>().AddHostedService<FileImporter>().AddHostedService<Reconciler>().AddHostedService<RelayDialler>();
    }

    public static void AddRealtime(this IServiceCollection services)
    {
        services.AddSingleton<EventFeed>().AddHostedService(sp => sp.GetRequiredService<EventFeed>()).AddSingleton<DeskConnections>();
        services.AddSignalR(o => { o.KeepAliveInterval = TimeSpan.FromSeconds(5); o.ClientTimeoutInterval = TimeSpan.FromSeconds(15); o.EnableDetailedErrors = false; })
            .AddJsonProtocol(o => HotlineJson.Apply(o.PayloadSerializerOptions));
    }

    public static void AddFeatures(this IServiceCollection services)
    {
        services.AddUseCases();
        services.AddScoped<TicketReader>().AddScoped<TicketDisputes>().AddScoped<GapReader>().AddScoped<SupervisionReader>().AddScoped<FollowUpLines>().AddScoped<FlagViews>().AddScoped<OrderDesk>()
            .AddScoped<TicketDesk>().AddScoped<HoldsByNumber>().AddScoped<TicketSearch>().AddScoped<PublicationProposals>()
            .AddScoped<ResidentTickets>().AddScoped<TrackedTicketReader>().AddScoped<ResidentDesk>().AddScoped<PublishedReader>().AddSingleton<CodeAttempts>()
            .AddScoped<SeatReader>().AddScoped<CallDesk>()
            .AddScoped<AppraisalReader>().AddScoped<ExclusionDesk>().AddScoped<PromiseBoard>().AddSingleton<PublicPromises>();
    }

    public static void AddHttp(this IServiceCollection services, HotlineOptions options)
    {
        services.Configure<JsonOptions>(o => HotlineJson.Apply(o.SerializerOptions));
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.AddProblemDetails().AddExceptionHandler<ErrorPages>().AddRateLimits(options.RateLimits);
        services.Configure<RequestLocalizationOptions>(o =>
        {
            o.SetDefaultCulture("zh-CN").AddSupportedCultures("zh-CN", "en").AddSupportedUICultures("zh-CN", "en");
            o.RequestCultureProviders = [new QueryStringRequestCultureProvider { QueryStringKey = "lang", UIQueryStringKey = "lang" }, new CookieRequestCultureProvider { CookieName = "lang" }, new AcceptLanguageHeaderRequestCultureProvider()];
        });
        services.AddOpenApi("v1", ApiDocument.Describe);
        services.AddHealthChecks().AddDbContextCheckBySelect();
        ValidatorOptions.Global.DisplayNameResolver = (_, member, _) => member is null ? null : JsonNamingPolicy.CamelCase.ConvertName(member.Name);
        ValidatorOptions.Global.LanguageManager.Culture = null;
    }

    public static void AddLogs(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders().AddSerilog(new LoggerConfiguration().ReadFrom.Configuration(builder.Configuration).CreateLogger(), dispose: true);
    }

    private static void AddDbContextCheckBySelect(this IHealthChecksBuilder checks) => checks.AddCheck<DatabaseCheck>("database", tags: ["ready"]).AddCheck<IntakeCheck>("intake", tags: ["ready"]).AddCheck<ClassifierCheck>("classifier", tags: ["ready"]).AddCheck<MentionCheck>("microblog", tags: ["ready"]);
}
