using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.CompilerServices;

namespace Passerelle.Cli.Output;

/// <summary>Help that ends with calls to copy.</summary>
internal sealed class HelpWithExamples : SynchronousCommandLineAction
{
    private static readonly ConditionalWeakTable<Command, string[]> Examples = [];

    private readonly HelpAction _help = new();

    public override bool ClearsParseErrors => true;

    public static void Add(Command command, params string[] examples) => Examples.Add(command, examples);

    /// <summary>As a user writes it: <c>passerelle failures show</c>.</summary>
    public static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{PathOf(parent)} {command.Name}" : "passerelle";

    public override int Invoke(ParseResult parseResult)
    {
        var answer = _help.Invoke(parseResult);
        if (!Examples.TryGetValue(parseResult.CommandResult.Command, out var examples)) return answer;
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in examples) output.WriteLine($"  passerelle {example}");
        output.WriteLine();
        return answer;
    }
}
