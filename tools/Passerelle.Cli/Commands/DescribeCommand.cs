using System.CommandLine;
using Passerelle.Cli.Output;
using Passerelle.Cli.Session;
using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Composition;
using Passerelle.Gateway.Workspace.Mapping.Converters;
using Spectre.Console;

namespace Passerelle.Cli.Commands;

internal static class DescribeCommand
{
    public static Command Create()
    {
        var name = new Argument<string[]>("name") { Description = "adapters, converters, or the name of one.", HelpName = "name", Arity = ArgumentArity.ZeroOrMore };
        name.CompletionSources.Add(_ => Names().Select(n => new System.CommandLine.Completions.CompletionItem(n)));
        var command = new Command("describe", "Describe what flows can be made of, from the same specs that check them. A converter's examples are its tests.") { name }
            .With("describe", "describe flat_file", "describe converters", "describe date decimal");
        command.Run((result, terminal, _) =>
        {
            var (adapters, converters) = Find(result.GetValue(name) ?? []);
            terminal.Show(new { adapters, converters }, console =>
            {
                // One or a few are shown whole, the lists in brief.
                var whole = adapters.Count + converters.Count <= Names().Count / 2;
                Show(adapters, converters, whole, console);
            });
            return Task.FromResult(ExitCode.Ok);
        });
        return command;
    }

    private static List<string> Names() =>
        ["adapters", "converters", .. Catalogue.Adapters.Select(a => a.Spec.Name), .. ConverterCatalogue.All.Select(c => c.Name)];

    private static (List<AdapterSpec> Adapters, List<ConverterSpec> Converters) Find(string[] names)
    {
        var specs = Catalogue.Adapters.Select(a => a.Spec).ToList();
        if (names.Length == 0) return (specs, [.. ConverterCatalogue.All]);
        foreach (var unknown in names.Except(Names(), StringComparer.Ordinal)) throw Known.Unknown(CliErrors.NotFound, "adapter or converter", unknown, Names());

        // `adapters flat_file` means that one; `adapters` alone means all.
        var one = names.Except(["adapters", "converters"], StringComparer.Ordinal).ToList();
        bool Wanted(string kind, string name) => one.Count == 0 ? names.Contains(kind) : one.Contains(name);
        return ([.. specs.Where(s => Wanted("adapters", s.Name))], [.. ConverterCatalogue.All.Where(c => Wanted("converters", c.Name))]);
    }

    private static void Show(List<AdapterSpec> adapters, List<ConverterSpec> converters, bool whole, IAnsiConsole console)
    {
        if (whole)
        {
            adapters.ForEach(a => DescribeView.Adapter(a, console));
            converters.ForEach(c => DescribeView.Converter(c, console));
            return;
        }

        var table = Terminal.Table("Name", "What it is");
        foreach (var a in adapters) Terminal.Row(table, a.Name, $"adapter: {a.Doc}");
        foreach (var c in converters) Terminal.Row(table, c.Name, c.Doc);
        console.Write(table);
        console.MarkupLine("[dim]One with options and examples: passerelle describe NAME[/]");
    }
}
