namespace Hotline.Classifier.CommandLine;

/// <summary>The command words and their help. Results go to standard output, progress and errors to standard error.</summary>
internal static class Cli
{
    private const string Help = """
        Hotline.Classifier: trains, measures and asks the text classifier that routes residents' messages.

        train     --data F[,F2...] --out MODEL [--label label|department] [--format jsonl|csv] [--valid F]
                  [--trained-at 2026-01-31T00:00:00Z] [--folds 5] [--seed 1] [--cost N] [--target-precision 0.98]
        evaluate  --model MODEL --data F[,F2...] [--label ...] [--format ...] [--json]
        crossval  --data F[,F2...] [--label ...] [--format ...] [--folds 5] [--seed 1] [--cost N]
                  [--target-precision 0.98] [--json]
        predict   --model MODEL [--top 3] [--evidence]      standard input: one text per line, or JSONL with subject and body
        explain   --model MODEL --text TEXT [--subject TEXT] [--top 3]
        card      --model MODEL

        Data: UTF-8. JSONL rows are {"subject": "...", "body": "...", "label": "..."}; CSV has a header with these names.
        --label names the field that holds the label. The format follows the file name when --format is absent.
        Exit codes: 0 done, 1 a data or model file cannot be used, 2 wrong usage.
        """;

    /// <summary>Runs one command.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args, TextReader input, TextWriter output, TextWriter error)
    {
        if (args.Length == 0)
        {
            error.WriteLine(Help);
            return ExitCodes.Usage;
        }
        if (args[0] is "help" or "-h" || args.Contains("--help"))
        {
            output.WriteLine(Help);
            return ExitCodes.Ok;
        }
        try
        {
            Dispatch(args[0], args.AsSpan(1), input, output, error);
            return ExitCodes.Ok;
        }
        catch (CommandLineException e)
        {
            error.WriteLine(e.Message);
            if (e.ExitCode == ExitCodes.Usage) error.WriteLine("Try --help.");
            return e.ExitCode;
        }
        catch (Exception e) when (e is ModelFileException or TrainingDataException or IOException or UnauthorizedAccessException)
        {
            error.WriteLine(e.Message);
            return ExitCodes.DataOrModel;
        }
        catch (ArgumentOutOfRangeException e) when (e.ParamName is not null)
        {
            error.WriteLine(e.Message);
            return ExitCodes.Usage;
        }
    }

    private static void Dispatch(string command, ReadOnlySpan<string> words, TextReader input, TextWriter output, TextWriter error)
    {
        switch (command)
        {
            case "train": TrainingCommands.Train(words, output, error); break;
            case "crossval": TrainingCommands.CrossValidate(words, output, error); break;
            case "evaluate": ModelCommands.Evaluate(words, output); break;
            case "predict": ModelCommands.Predict(words, input, output); break;
            case "explain": ModelCommands.Explain(words, output); break;
            case "card": ModelCommands.Card(words, output); break;
            default: throw CommandLineException.Usage($"Unknown command '{command}'.");
        }
    }
}
