using Passerelle.Cli.Output;
using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.Mapping.Converters;
using Spectre.Console;

namespace Passerelle.Cli.Commands;

/// <summary>Shows specs to people.</summary>
internal static class DescribeView
{
    public static void Adapter(AdapterSpec spec, IAnsiConsole console)
    {
        console.MarkupLineInterpolated($"[bold]{spec.Name}[/]  {spec.Doc}");
        Options(spec.Source ?? [], console);
        console.WriteLine("In a flow:");
        console.WriteLine("  source:");
        console.WriteLine($"    adapter: {spec.Name}");
        console.WriteLine("    options:");
        foreach (var option in (spec.Source ?? []).Where(o => o.Required)) console.WriteLine($"      {option.Name}: {option.Example}");
        console.WriteLine();
    }

    public static void Converter(ConverterSpec spec, IAnsiConsole console)
    {
        console.MarkupLineInterpolated($"[bold]{spec.Name}[/]  {spec.Doc}");
        if (spec.Options.Count > 0) Options(spec.Options, console);
        else console.WriteLine();
        var table = Terminal.Table("Written in `convert`", "Before", "After");
        foreach (var e in spec.Examples) Terminal.Row(table, e.Write, e.Input ?? "(nothing)", e.Error is null ? e.Output : $"error {e.Error}");
        console.Write(table);
        console.WriteLine();
    }

    private static void Options(IReadOnlyList<OptionSpec> options, IAnsiConsole console)
    {
        var table = Terminal.Table("Option", "Type", "Default", "Example", "What it says");
        foreach (var option in options) AddRows(table, option, "");
        console.Write(table);
    }

    private static void AddRows(Table table, OptionSpec option, string prefix)
    {
        Terminal.Row(table, prefix + option.Name, Type(option), option.Required ? "(required)" : option.Default, option.Example, option.Secret ? $"{option.Doc} A secret: from the environment or a secret file." : option.Doc);
        foreach (var field in option.Fields) AddRows(table, field, prefix + option.Name + ".");
    }

    private static string Type(OptionSpec option) => option.Type switch
    {
        OptionType.Choice => string.Join(" | ", option.Choices),
        OptionType.TextList => "list of texts",
        OptionType.TextMap => "map of texts",
        OptionType.Object or OptionType.ObjectMap => "map",
        OptionType.ObjectList => "list of maps",
        var type => type.ToString().ToLowerInvariant() + Bounds(option),
    };

    private static string Bounds(OptionSpec option) =>
        option is { Minimum: { } least, Maximum: { } most } && most < long.MaxValue ? $", {least} to {most}" : "";
}
