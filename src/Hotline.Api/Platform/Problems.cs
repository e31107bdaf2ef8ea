using System.Globalization;
using Hotline.Domain;
using Microsoft.AspNetCore.Mvc;

namespace Hotline.Api.Platform;

/// <summary>The one place where refusals become HTTP: each kind has one status, each code one sentence per language.</summary>
internal static class Problems
{
    public static int Status(ErrorKind kind) => kind switch
    {
        ErrorKind.Invalid => 400,
        ErrorKind.Unauthorized => 401,
        ErrorKind.Forbidden => 403,
        ErrorKind.NotFound => 404,
        ErrorKind.Conflict => 409,
        ErrorKind.TooMany => 429,
        ErrorKind.Unavailable => 503,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static ProblemDetails Details(Error error)
    {
        var problem = new ProblemDetails
        {
            Type = "about:blank",
            Status = Status(error.Kind),
            Title = ErrorTexts.Title(error.Kind),
            Detail = ErrorTexts.Sentence(error.Code, error.Arguments),
            Extensions = { ["code"] = error.Code },
        };
        if (error.Fields.Count > 0)
            problem.Extensions["errors"] = error.Fields.ToDictionary(f => f.Key, f => f.Value.Select(v => ErrorTexts.Sentence(v, error.Arguments)).ToArray());
        foreach (var (name, value) in error.Extensions) problem.Extensions[name] = value;
        return problem;
    }

    public static IResult ToResult(Error error)
    {
        IResult problem = TypedResults.Problem(Details(error));
        return error.Extensions.TryGetValue("retryAfter", out var seconds) ? new WithRetryAfter(problem, Convert.ToInt32(seconds, CultureInfo.InvariantCulture)) : problem;
    }

    /// <summary>200 with the value, or the problem document.</summary>
    public static async Task<IResult> ToHttp<T>(this Task<Result<T>> task, Func<T, IResult>? success = null)
    {
        var result = await task;
        return result.Error is { } error ? ToResult(error)
            : success is not null ? success(result.Value!)
            : result.Value is Done ? TypedResults.NoContent()
            : TypedResults.Ok(result.Value);
    }

    private sealed class WithRetryAfter(IResult inner, int seconds) : IResult
    {
        public Task ExecuteAsync(HttpContext http)
        {
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            return inner.ExecuteAsync(http);
        }
    }
}
