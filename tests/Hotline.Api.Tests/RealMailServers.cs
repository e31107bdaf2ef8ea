using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Hotline.Api.Tests;

/// <summary>
/// A Postfix and a Dovecot of our own: folders, ports and a certificate made for this test, nothing of the machine's own mail. Both
/// need root, since they hand work to accounts of their own.
/// </summary>
public sealed class RealMailServers : IDisposable
{
    public const string Hotline = "12345@city.example";
    public const string Resident = "lin@mail.example";
    public const string Password = "a password, with \"marks\" \\ and 中文";

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "hotline-mail-" + Guid.NewGuid().ToString("N")[..8]);
    private Process? _dovecot;

    public RealMailServers()
    {
        Missing = new[] { "/usr/sbin/dovecot", "/usr/sbin/postfix", "/usr/lib/dovecot/imap" }.FirstOrDefault(f => !File.Exists(f)) is { } file ? $"{file} is not installed (apt-get install dovecot-imapd postfix)"
            : Environment.UserName != "root" ? "a mail server of our own needs root" : null;
        if (Missing is not null) return;
        try { Start(); }
        catch { Dispose(); throw; }
    }

    /// <summary>Why they are not there; null when they are.</summary>
    public string? Missing { get; }

    public int ImapPort { get; private set; }
    public int SmtpPort { get; private set; }
    public string Certificate => Path.Combine(_folder, "certificate.pem");

    /// <summary>What a city would write into its configuration.</summary>
    public (string, string?)[] Settings =>
    [
        ("Hotline:Channels:Mail:Address", Hotline), ("Hotline:Channels:Mail:RawKey", "a-key-of-the-mail-server"),
        ("Hotline:Channels:Mail:Imap:Host", "localhost"), ("Hotline:Channels:Mail:Imap:Port", $"{ImapPort}"), ("Hotline:Channels:Mail:Imap:Security", "Tls"),
        ("Hotline:Channels:Mail:Imap:User", Hotline), ("Hotline:Channels:Mail:Imap:Password", Password), ("Hotline:Channels:Mail:Imap:TrustedCertificate", Certificate),
        ("Hotline:Channels:Mail:Imap:Every", "00:00:05"),
        ("Hotline:Channels:Mail:Smtp:Host", "localhost"), ("Hotline:Channels:Mail:Smtp:Port", $"{SmtpPort}"), ("Hotline:Channels:Mail:Smtp:Security", "StartTls"),
        ("Hotline:Channels:Mail:Smtp:User", Hotline), ("Hotline:Channels:Mail:Smtp:Password", Password), ("Hotline:Channels:Mail:Smtp:TrustedCertificate", Certificate),
        ("Hotline:Channels:Mail:Smtp:FromName", "云江市12345热线"),
    ];

    /// <summary>Hands Postfix a mail as a stranger's server would.</summary>
    public void Deliver(string from, string to, string mail)
    {
        using var line = new TcpClient("127.0.0.1", SmtpPort);
        using var reader = new StreamReader(line.GetStream(), Encoding.UTF8);
        using var writer = new StreamWriter(line.GetStream(), new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
        void Ask(string? command, int expected)
        {
            if (command is not null) writer.WriteLine(command);
            string? said;
            do said = reader.ReadLine() ?? throw new IOException("Postfix hung up after " + command);
            while (said.Length > 3 && said[3] == '-');
            if (!said.StartsWith($"{expected}", StringComparison.Ordinal)) throw new IOException($"{command}: {said}");
        }
        Ask(null, 220);
        Ask("EHLO mail.example", 250);
        Ask($"MAIL FROM:<{from}>", 250);
        Ask($"RCPT TO:<{to}>", 250);
        Ask("DATA", 354);
        Ask(mail.TrimEnd().ReplaceLineEndings("\r\n").Replace("\r\n.", "\r\n..", StringComparison.Ordinal) + "\r\n.", 250);
        Ask("QUIT", 221);
    }

    /// <summary>The mails of a mailbox as they lie on disk, the oldest first; the flags stand behind the comma of each name.</summary>
    public IReadOnlyList<(string Name, string Text)> MailsOf(string user) =>
        [.. new[] { "new", "cur" }.Select(f => Path.Combine(_folder, "mail", user, f)).Where(Directory.Exists).SelectMany(Directory.GetFiles).OrderBy(File.GetCreationTimeUtc).Select(f => (Path.GetFileName(f), File.ReadAllText(f)))];

    /// <summary>Waits, at most so long, for what the servers do in their own time.</summary>
    public static async Task<T> Comes<T>(Func<Task<T?>> look, string what, int seconds = 90) where T : class
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(seconds); await Task.Delay(200, TestContext.Current.CancellationToken))
            if (await look() is { } found) return found;
        throw new TimeoutException(what);
    }

    /// <summary>Gives every mail of the mailbox a new number, as a restored backup does.</summary>
    public void ForgetNumbers()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(_folder, "mail", Hotline), "dovecot*")) File.Delete(file);
        var list = Path.Combine(_folder, "mail", Hotline, "dovecot-uidlist");
        File.WriteAllText(list, "3 V1999999999 N1 G" + Guid.NewGuid().ToString("N") + "\n");
        Run("chown", "mail:mail", list);
    }

    public void StopImap()
    {
        if (_dovecot is null) return;
        Run("/usr/bin/doveadm", "-c", Path.Combine(_folder, "dovecot.conf"), "stop");
        _dovecot.WaitForExit(20_000);
        _dovecot.Dispose();
        _dovecot = null;
    }

    public void StartImap()
    {
        _dovecot = Process.Start(new ProcessStartInfo("/usr/sbin/dovecot", ["-F", "-c", Path.Combine(_folder, "dovecot.conf")]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        WaitFor(ImapPort, "Dovecot");
    }

    public void Dispose()
    {
        StopImap();
        if (Directory.Exists(Path.Combine(_folder, "postfix"))) Run("/usr/sbin/postfix", "-c", Path.Combine(_folder, "postfix"), "stop");
        if (!Directory.Exists(_folder)) return;
        try { Directory.Delete(_folder, recursive: true); }
        catch (IOException) { /* a daemon that is slow to go still writes; the folder is in the temporary one */ }
    }

    private void Start()
    {
        (ImapPort, SmtpPort) = (FreePort(), FreePort());
        foreach (var folder in new[] { "mail", "queue", "data", "run", "state", "postfix" }) Directory.CreateDirectory(Path.Combine(_folder, folder));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        WriteCertificate();
        var queue = Path.Combine(_folder, "queue");
        File.WriteAllText(Path.Combine(_folder, "users"), string.Join('\n', new[] { Hotline, Resident }.Select(u => $"{u}:{{PLAIN}}{Password.Replace(":", "", StringComparison.Ordinal)}:8:8::{_folder}/mail/{u}")) + "\n");
        File.WriteAllText(Path.Combine(_folder, "dovecot.conf"), $$"""
            protocols = imap
            base_dir = {{_folder}}/run
            state_dir = {{_folder}}/state
            listen = 127.0.0.1
            log_path = {{_folder}}/dovecot.log
            ssl = required
            ssl_cert = <{{Certificate}}
            ssl_key = <{{_folder}}/key.pem
            auth_mechanisms = plain login
            first_valid_uid = 8
            first_valid_gid = 8
            mail_location = maildir:{{_folder}}/mail/%u
            passdb {
              driver = passwd-file
              args = {{_folder}}/users
            }
            userdb {
              driver = passwd-file
              args = {{_folder}}/users
            }
            service imap-login {
              inet_listener imap {
                port = 0
              }
              inet_listener imaps {
                port = {{ImapPort}}
                ssl = yes
              }
            }
            service auth {
              unix_listener {{queue}}/private/auth {
                mode = 0666
              }
            }
            """);
        File.WriteAllText(Path.Combine(_folder, "postfix", "main.cf"), $"""
            compatibility_level = 3.6
            queue_directory = {queue}
            data_directory = {_folder}/data
            command_directory = /usr/sbin
            daemon_directory = /usr/lib/postfix/sbin
            mail_owner = postfix
            setgid_group = postdrop
            maillog_file = {_folder}/postfix.log
            maillog_file_prefixes = {_folder}
            myhostname = mx.city.example
            mydestination =
            mynetworks = 127.0.0.0/8
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            local_recipient_maps =
            alias_maps =
            recipient_delimiter = +
            virtual_mailbox_domains = city.example, mail.example
            virtual_mailbox_base = {_folder}/mail
            virtual_mailbox_maps = inline:{"{"} {Hotline}={Hotline}/, {Resident}={Resident}/ {"}"}
            virtual_uid_maps = static:8
            virtual_gid_maps = static:8
            virtual_minimum_uid = 8
            smtpd_reject_unlisted_recipient = no
            smtpd_sasl_auth_enable = yes
            smtpd_sasl_type = dovecot
            smtpd_sasl_path = private/auth
            smtpd_tls_security_level = may
            smtpd_tls_auth_only = yes
            smtpd_tls_cert_file = {Certificate}
            smtpd_tls_key_file = {_folder}/key.pem
            message_size_limit = 60000000
            virtual_mailbox_limit = 0
            """ + "\n");
        var services = new[] { "cleanup unix n - n - 0 cleanup", "qmgr unix n - n 300 1 qmgr", "tlsmgr unix - - n 1000? 1 tlsmgr", "rewrite unix - - n - - trivial-rewrite", "bounce unix - - n - 0 bounce", "defer unix - - n - 0 bounce", "trace unix - - n - 0 bounce",
            "flush unix n - n 1000? 0 flush", "proxymap unix - - n - - proxymap", "showq unix n - n - - showq", "error unix - - n - - error", "retry unix - - n - - error", "virtual unix - n n - - virtual", "anvil unix - - n - 1 anvil", "postlog unix-dgram n - n - 1 postlogd", "pickup unix n - n 60 1 pickup", "smtp unix - - n - - smtp" };
        File.WriteAllLines(Path.Combine(_folder, "postfix", "master.cf"), [$"127.0.0.1:{SmtpPort} inet n - n - - smtpd", .. services]);
        Run("chown", "-R", "mail:mail", Path.Combine(_folder, "mail"));
        Run("chown", "postfix", Path.Combine(_folder, "data"));
        // Makes the folders of the queue, in which Dovecot then opens its door for passwords.
        var check = Run("/usr/sbin/postfix", "-c", Path.Combine(_folder, "postfix"), "start");
        StartImap();
        try { WaitFor(SmtpPort, "Postfix"); }
        catch (TimeoutException e) { throw new InvalidOperationException(check + File.ReadAllText(Path.Combine(_folder, "postfix.log")), e); }
    }

    private void WriteCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        File.WriteAllText(Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
    }

    private static string Run(string file, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var said = process.StandardError.ReadToEndAsync();
        process.WaitForExit(30_000);
        return process.ExitCode == 0 ? "" : $"{file}: {said.GetAwaiter().GetResult()}";
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void WaitFor(int port, string who)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(30); Thread.Sleep(50))
        {
            try
            {
                using var line = new TcpClient("127.0.0.1", port);
                return;
            }
            catch (SocketException) { /* not yet */ }
        }
        throw new TimeoutException($"{who} does not listen on {port}.");
    }
}
