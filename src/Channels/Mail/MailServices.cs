using Hotline.Channels;
using Hotline.Channels.Mail;
using Hotline.Channels.Mail.Imap;
using Hotline.Channels.Mail.Smtp;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the mail channel.</summary>
public static class MailServices
{
    /// <summary>Adds <see cref="MailOptions"/>, the mailbox and an <see cref="IOutgoingChannel"/>. An unconfigured server is no error: the channel then says why it cannot send.</summary>
    public static IServiceCollection AddMail(this IServiceCollection services, MailOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services.AddSingleton(options).AddTransient<ImapMailbox>().AddTransient<IOutgoingChannel, SmtpChannel>();
    }
}
