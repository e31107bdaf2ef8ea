using Hotline.Domain;
using Microsoft.AspNetCore.Antiforgery;

namespace Hotline.Api.Platform;

/// <summary>Marks an unsafe endpoint that carries its own proof (an API key, a signature) or creates the session.</summary>
internal sealed class WithoutAntiforgery;

/// <summary>Every unsafe request of the cookie's owner must carry the token of the same session.</summary>
internal static class AntiforgeryFilter
{
    public static async ValueTask<object?> Check(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) || http.GetEndpoint()?.Metadata.GetMetadata<WithoutAntiforgery>() is not null)
            return await next(context);
        return await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http)
            ? await next(context)
            : Problems.ToResult(new Error(ErrorKind.Invalid, "antiforgery.invalid"));
    }
}
