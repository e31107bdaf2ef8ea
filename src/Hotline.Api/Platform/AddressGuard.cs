using System.Net;
using System.Net.Sockets;

namespace Hotline.Api.Platform;

/// <summary>
/// Keeps requests that go to addresses other people wrote out of the city's own network: each connection is made to an address that
/// was looked at, so a name cannot resolve to one thing for the check and to another for the request.
/// </summary>
internal static class AddressGuard
{
    /// <summary>Blocks of addresses that are nobody's on the public internet (IANA special-purpose registries), with the length of their prefix.</summary>
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
            "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>True for an address that the public internet routes.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (Embedded(address) is { } inner) return IsPublic(inner);
        return !Array.Exists(Special, n => n.BaseAddress.AddressFamily == address.AddressFamily && n.Contains(address));
    }

    /// <summary>Why this address may not be written to, as an error's code; null when it may.</summary>
    /// <param name="allowedHosts">Names or addresses of the city's own that may be reached, also without TLS.</param>
    public static string? WhyRefused(string? written, IReadOnlyCollection<string> allowedHosts)
    {
        if (string.IsNullOrWhiteSpace(written)) return "field.required";
        if (written.Length > 500) return "field.too_long";
        if (!Uri.TryCreate(written, UriKind.Absolute, out var address) || address.UserInfo.Length > 0 || address.Fragment.Length > 0 || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp)) return "webhook.address_malformed";
        if (IsAllowed(address, allowedHosts)) return null;
        if (address.Scheme != Uri.UriSchemeHttps) return "webhook.address_not_https";
        var local = address.IsLoopback || !address.DnsSafeHost.Contains('.', StringComparison.Ordinal) && address.HostNameType == UriHostNameType.Dns;
        return local || IPAddress.TryParse(address.DnsSafeHost, out var ip) && !IsPublic(ip) ? "webhook.address_private" : null;
    }

    private static bool IsAllowed(Uri address, IReadOnlyCollection<string> allowedHosts) => allowedHosts.Contains(address.DnsSafeHost, StringComparer.OrdinalIgnoreCase);

    /// <summary>Connects to a public address of the host, or to any of one that is allowed; without redirects, cookies or a proxy.</summary>
    public static SocketsHttpHandler Handler(IReadOnlyCollection<string> allowedHosts) => new()
    {
        AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(5), PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        ConnectCallback = async (context, ct) =>
        {
            var host = context.DnsEndPoint.Host;
            var found = IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, ct);
            var usable = allowedHosts.Contains(host.Trim('[', ']'), StringComparer.OrdinalIgnoreCase) ? found : [.. found.Where(IsPublic)];
            if (usable.Length == 0) throw new AddressRefusedException(host);
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(usable, context.DnsEndPoint.Port, ct);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };

    /// <summary>The IPv4 address that an IPv6 one stands for: mapped, translated (64:ff9b::/96) or 6to4 (2002::/16).</summary>
    private static IPAddress? Embedded(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return null;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        if (bytes is [0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, ..]) return new IPAddress(bytes.AsSpan(12));
        return bytes is [0x20, 0x02, ..] ? new IPAddress(bytes.AsSpan(2, 4)) : null;
    }
}

/// <summary>The host has no address that may be reached.</summary>
internal sealed class AddressRefusedException(string host) : IOException($"{host} has no public address");
