namespace Hotline.Classifier.CommandLine;

/// <summary>The user asked for something the command line cannot do; the message is shown as it is.</summary>
internal sealed class CommandLineException(string message, int exitCode) : Exception(message)
{
    /// <summary>What the process returns.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>Unknown command or option, or a value missing or out of range.</summary>
    public static CommandLineException Usage(string message) => new(message, ExitCodes.Usage);

    /// <summary>A data or model file cannot be used.</summary>
    public static CommandLineException BadInput(string message) => new(message, ExitCodes.DataOrModel);
}

/// <summary>What the process returns.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;
    public const int DataOrModel = 1;
    public const int Usage = 2;
}
