using Hotline.Api.Features.Public;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Tickets;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Api.Tests;

/// <summary>What residents do on their pages, by the use cases behind those pages.</summary>
internal static class TheResident
{
    public static Task<Error?> IsDissatisfied(HotlineHost host, GivenTicket ticket) => Rates(host, ticket, solved: false, Satisfaction.Dissatisfied);

    public static Task<Error?> IsSatisfied(HotlineHost host, GivenTicket ticket) => Rates(host, ticket, solved: true, Satisfaction.VerySatisfied);

    public static Task<Error?> Rates(HotlineHost host, GivenTicket ticket, bool? solved, Satisfaction? satisfaction, string? comment = null) =>
        Send(host, new RateTicket(ticket.Number, ticket.Code, "test", solved, satisfaction, comment));

    public static Task<Error?> Urges(HotlineHost host, GivenTicket ticket) => Send(host, new UrgeTicket(ticket.Number, ticket.Code, "test"));

    public static Task<Error?> Supplements(HotlineHost host, GivenTicket ticket, string text) => Send(host, new SupplementTicket(ticket.Number, ticket.Code, "test", text));

    public static Task<Error?> Withdraws(HotlineHost host, GivenTicket ticket) => Send(host, new WithdrawTicket(ticket.Number, ticket.Code, "test", "已自行解决"));

    public static Task<Error?> Reopens(HotlineHost host, GivenTicket ticket, string facts) => Send(host, new ReopenOwnTicket(ticket.Number, ticket.Code, "test", facts));

    private static async Task<Error?> Send<T>(HotlineHost host, T request)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<IHandler<T, TrackedTicket>>().Handle(request, CancellationToken.None)).Error;
    }
}
