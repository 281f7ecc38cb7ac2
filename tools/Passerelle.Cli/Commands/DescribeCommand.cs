using System.CommandLine;
using Passerelle.Cli.Output;
using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Composition;
using Spectre.Console;

namespace Passerelle.Cli.Commands;

internal static class DescribeCommand
{
    public static Command Create()
    {
        var command = new Command("describe", "Describe what flows can be made of, from the same specs that check them.");
        command.Add(Adapters());
        return command;
    }

    private static Command Adapters()
    {
        var name = new Argument<string?>("name") { Description = "One adapter; all when not given.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("adapters", "Adapters and their options.") { name };
        command.Run((result, terminal, _) =>
        {
            var specs = Catalogue.Adapters.Select(a => a.Spec).Where(s => result.GetValue(name) is not { } only || s.Name == only).ToList();
            terminal.Show(specs, console =>
            {
                foreach (var spec in specs) Show(spec, console);
            });
            return Task.FromResult(specs.Count > 0 ? ExitCode.Ok : ExitCode.NothingMatched);
        });
        return command;
    }

    private static void Show(AdapterSpec spec, IAnsiConsole console)
    {
        console.MarkupLineInterpolated($"[bold]{spec.Name}[/]  {spec.Doc}");
        var table = Terminal.Table("Option", "Type", "Default", "What it says");
        foreach (var option in spec.Options) AddRows(table, option, "");
        console.Write(table);
    }

    private static void AddRows(Table table, OptionSpec option, string prefix)
    {
        var type = option.Choices.Count > 0 ? string.Join(" | ", option.Choices) : option.Type.ToString();
        Terminal.Row(table, prefix + option.Name, type, option.Required ? "(required)" : option.Default, option.Doc);
        foreach (var field in option.Fields) AddRows(table, field, prefix + option.Name + ".");
    }
}
