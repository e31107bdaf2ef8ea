using Hotline.Domain;

namespace Hotline.Api.Platform;

/// <summary>Refuses an address whose query holds U+0000: no text of ours does, and PostgreSQL cannot even compare with it.</summary>
internal static class AddressCheck
{
    public static Task RefuseNul(HttpContext http, RequestDelegate next) =>
        http.Request.QueryString.Value?.Contains("%00", StringComparison.Ordinal) == true
            ? Problems.ToResult(new Error(ErrorKind.Invalid, "request.malformed") { Arguments = ["%00"] }).ExecuteAsync(http)
            : next(http);
}
