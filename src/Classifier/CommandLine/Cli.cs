namespace Hotline.Classifier.CommandLine;

/// <summary>The command words and their help. Results go to standard output, progress and errors to standard error.</summary>
internal static class Cli
{
    private const string Help = """
        Hotline.Classifier: trains, measures and asks the text classifier that routes residents' messages.

        train         --data F[,F2...] --out MODEL [--valid F] [--trained-at 2026-01-31T00:00:00Z] [--json]
                      and the learning options below
        crossval      --data F[,F2...] [--json] and the learning options below
        evaluate      --model MODEL --data F[,F2...] [--directory F] [--json]
        risk-coverage --model MODEL --data F[,F2...] [--directory F] [--json]
        predict       --model MODEL [--top 3] [--evidence] [--requests] [--words F] [--level N] [--directory F]
                      standard input: one text per line, or JSONL with subject and body; standard output: JSONL
                      --requests splits a message that asks for several things; --words looks for the words of a list of
                      urgency or danger; --level sums the labels by their first N characters
        explain       --model MODEL --text TEXT [--subject TEXT] [--top 3] [--directory F] [--json]
        card          --model MODEL [--text]      the model card as JSON, or for people
        curve         [--sizes 10000,100000] [--labels 400] [--seed 1] [--json]
                      time and memory of training on generated messages

        Learning options: --folds 5 --seed 1 --target-precision 0.98 --cost N --smoothing N --passes N --maximum-gram N
                      --minimum-documents N --minimum-subjects N --subject-weight N --stream-from N --streamed-passes N

        Data options, wherever --data is: --label label|department --format jsonl|csv --skip-bad-rows --findings F
        Data: UTF-8, or GBK, which is converted. JSONL rows are {"subject": "...", "body": "...", "label": "..."} with an
        optional "id"; CSV has a header with these names. --label names the field that holds the label. The format follows
        the file name when --format is absent. Rows that cannot be used stop the run; --skip-bad-rows leaves them out and
        counts them. --findings writes every odd row with its line to a file.
        Place directory: JSONL rows {"name": "...", "department": "..."}, the department a label of the model; "*镇" is any
        name with this ending; a row without department names what is no place. A named place multiplies the odds of its
        department by --place-factor (3), the other departments of the directory are divided by it.
        Word lists: one "kind: word, word" per line, # starts a comment.
        Exit codes: 0 done, 1 a data or model file cannot be used, 2 wrong usage. Progress and remarks go to standard error.
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
            case "curve": CurveCommand.Run(words, output, error); break;
            case "evaluate": ModelCommands.Evaluate(words, output, error); break;
            case "risk-coverage": ModelCommands.RiskCoverage(words, output, error); break;
            case "predict": ModelCommands.Predict(words, input, output); break;
            case "explain": ModelCommands.Explain(words, output); break;
            case "card": ModelCommands.Card(words, output); break;
            default: throw CommandLineException.Usage($"Unknown command '{command}'.");
        }
    }
}
