using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Api.Platform;

/// <summary>
/// Maps the endpoints of a group so that the code which reads a request's parameters is made at an endpoint's first request.
/// Some three hundred endpoints made at the start are half of what a start costs. Nearer to a group than the framework's
/// methods of the same names, so that whoever maps an endpoint need not know; wrong parameters still stop the start.
/// </summary>
internal static class LateEndpoints
{
    private static readonly string[] Get = [HttpMethods.Get], Post = [HttpMethods.Post], Put = [HttpMethods.Put], Delete = [HttpMethods.Delete];

    public static RouteHandlerBuilder MapGet(this RouteGroupBuilder group, [StringSyntax("Route")] string pattern, Delegate handler) => Map(group, pattern, handler, Get);
    public static RouteHandlerBuilder MapPost(this RouteGroupBuilder group, [StringSyntax("Route")] string pattern, Delegate handler) => Map(group, pattern, handler, Post);
    public static RouteHandlerBuilder MapPut(this RouteGroupBuilder group, [StringSyntax("Route")] string pattern, Delegate handler) => Map(group, pattern, handler, Put);
    public static RouteHandlerBuilder MapDelete(this RouteGroupBuilder group, [StringSyntax("Route")] string pattern, Delegate handler) => Map(group, pattern, handler, Delete);

    private static RouteHandlerBuilder Map(RouteGroupBuilder group, string pattern, Delegate handler, string[] methods) => RouteHandlerServices.Map(group, pattern, handler, methods,
        (method, options) => RequestDelegateFactory.InferMetadata(method, options),
        (made, options, metadata) =>
        {
            var late = new Lazy<RequestDelegate>(() => RequestDelegateFactory.Create(made, options, metadata).RequestDelegate);
            return new RequestDelegateResult(http => late.Value(http), metadata?.EndpointMetadata ?? []);
        });
}
