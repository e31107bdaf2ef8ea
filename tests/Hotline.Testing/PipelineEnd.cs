using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Hotline.Testing;

/// <summary>
/// Ends with its host what the framework leaves running: the rate limiter's middleware never ends the timer of its limiter, and
/// that timer knows the pipeline and the context the host was built in. A thousand hosts would stay in memory until the last test.
/// </summary>
internal sealed class PipelineEnd : IStartupFilter, IDisposable
{
    private static readonly ExecutionContext Clean = CleanContext();
    private RequestDelegate? _first;

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        ExecutionContext.Restore(Clean);   // until the method that builds the pipeline returns
        app.Use(following => _first = following);
        next(app);
    };

    public void Dispose()
    {
        var (open, seen) = (new Stack<object?>([_first?.Target]), new HashSet<object>(ReferenceEqualityComparer.Instance));
        while (open.TryPop(out var part))
        {
            if (part is null || !seen.Add(part)) continue;
            var fields = part.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
            if (part.GetType().Name == "RateLimitingMiddleware") foreach (var limiter in fields.Select(f => f.GetValue(part)).OfType<IDisposable>()) limiter.Dispose();
            foreach (var after in fields.Where(f => f.FieldType == typeof(RequestDelegate))) open.Push((after.GetValue(part) as RequestDelegate)?.Target);
        }
    }

    private static ExecutionContext CleanContext()
    {
        ExecutionContext? context = null;
        var thread = new Thread(() => context = ExecutionContext.Capture());
        thread.UnsafeStart();
        thread.Join();
        return context!;
    }
}
