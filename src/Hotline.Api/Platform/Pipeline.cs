using System.Diagnostics;
using System.Reflection;
using FluentValidation;
using Hotline.Domain;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;

namespace Hotline.Api.Platform;

/// <summary>One use case. Every door calls it through this contract: HTTP, pages, timers, intake.</summary>
internal interface IHandler<in TRequest, TResponse>
{
    Task<Result<TResponse>> Handle(TRequest request, CancellationToken ct);
}

/// <summary>Who may send a request. A request without it is refused: deny by default.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class AllowAttribute(params Role[] roles) : Attribute
{
    public IReadOnlyList<Role> Roles { get; } = roles;
    /// <summary>True for what anybody may send, such as reading a published answer.</summary>
    public bool Anybody { get; init; }
    /// <summary>True for what every signed-in member of staff may send; the lifecycle table and the data scope decide the rest.</summary>
    public bool Staff { get; init; }
}

/// <summary>Wraps each handler: span, authorise, validate, handle, log a refusal.</summary>
internal sealed class Pipeline<TRequest, TResponse>(
    IHandler<TRequest, TResponse> inner, IEnumerable<IValidator<TRequest>> validators, CurrentActor current, ILogger<Pipeline<TRequest, TResponse>> log)
    : IHandler<TRequest, TResponse>
{
    private static readonly string Name = typeof(TRequest).Name;
    private static readonly AllowAttribute? Allowed = typeof(TRequest).GetCustomAttribute<AllowAttribute>();

    public async Task<Result<TResponse>> Handle(TRequest request, CancellationToken ct)
    {
        using var span = Telemetry.Source.StartActivity(Name);
        // Who may not send it at all learns nothing of what it should have looked like.
        var result = Authorise() is { } denied ? denied
            : Validate(request) is { } invalid ? invalid
            : await inner.Handle(request, ct);
        if (result.Error is { } error)
        {
            span?.SetStatus(ActivityStatusCode.Error, error.Code);
            log.LogInformation("{UseCase} refused for {Actor}: {Code}", Name, current.Actor?.UserName ?? "anonymous", error.Code);
        }
        return result;
    }

    private Error? Validate(TRequest request)
    {
        var failures = validators.SelectMany(v => v.Validate(request).Errors).ToList();
        return failures.Count == 0 ? null : new Error(ErrorKind.Invalid, "request.invalid")
        {
            Fields = failures.GroupBy(f => Camel(f.PropertyName)).ToDictionary(g => g.Key, g => g.Select(f => f.ErrorMessage).ToArray()),
        };
    }

    private Error? Authorise() => Allowed switch
    {
        null => new Error(ErrorKind.Forbidden, "session.forbidden"),
        { Anybody: true } => null,
        _ when current.Actor is null => new Error(ErrorKind.Unauthorized, "session.required"),
        _ when Permissions.Find(Name) is { } row && !row.Allows(current.Actor) => row.Action is { } action ? TicketErrors.Forbidden(action) : new Error(ErrorKind.Forbidden, "session.forbidden"),
        { Staff: true } => null,
        { Roles: var roles } when current.Actor.Roles.Overlaps(roles) || current.Actor.Roles.Contains(Role.System) => null,
        _ => new Error(ErrorKind.Forbidden, "session.forbidden"),
    };

    private static string Camel(string name) => name.Length == 0 ? name : char.ToLowerInvariant(name[0]) + name[1..];
}

internal static class PipelineRegistration
{
    /// <summary>Finds every handler and validator of this assembly once; nothing else is scanned.</summary>
    public static IServiceCollection AddUseCases(this IServiceCollection services)
    {
        foreach (var type in typeof(PipelineRegistration).Assembly.GetTypes().Where(t => t is { IsAbstract: false, IsGenericTypeDefinition: false }))
        {
            foreach (var contract in type.GetInterfaces().Where(i => i.IsGenericType))
            {
                var definition = contract.GetGenericTypeDefinition();
                if (definition == typeof(IValidator<>) && type.Namespace?.StartsWith("Hotline", StringComparison.Ordinal) == true)
                    services.AddSingleton(contract, type);
                if (definition != typeof(IHandler<,>)) continue;
                services.AddScoped(type);
                var pipeline = typeof(Pipeline<,>).MakeGenericType(contract.GetGenericArguments());
                services.AddScoped(contract, sp => ActivatorUtilities.CreateInstance(sp, pipeline, sp.GetRequiredService(type)));
            }
        }
        return services;
    }
}
