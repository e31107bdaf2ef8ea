using System.Text;
using Hotline.Classifier.CommandLine;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
Console.InputEncoding = Encoding.UTF8;
return Cli.Run(args, Console.In, Console.Out, Console.Error);
