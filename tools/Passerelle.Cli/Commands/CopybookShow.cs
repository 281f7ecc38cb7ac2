using System.CommandLine;
using Passerelle.Cli.Output;
using Passerelle.Formats.Copybook.Items;
using Passerelle.Formats.Copybook.Layout;
using Spectre.Console;
using Kind = Passerelle.Formats.Copybook.Items.Usage;

namespace Passerelle.Cli.Commands;

/// <summary><c>copybook show</c>: the tree of items with their places.</summary>
internal static class CopybookShow
{
    public static Command Create()
    {
        var files = new Argument<string[]>("copybook") { Description = "Copybooks that together describe one file.", Arity = ArgumentArity.OneOrMore };
        var layouts = new CopybookLayoutOptions();
        var command = new Command("show", "Show every item of a copybook with offset, length, picture, usage and occurrences. Offsets count from 0 and hold when every table before the item is full.") { files };
        command.With(
            "copybook show account.cpy",
            "copybook show account.cpy --json");
        layouts.AddTo(command);
        command.Run((result, terminal, _) =>
        {
            var layout = layouts.Read(result, result.GetValue(files)!);
            var items = layout.Root.Walk().Where(field => field.Level > 0).Select(CopybookItem.Of).ToArray();
            var views = layout.Views.Select(view => new CopybookItem(66, view.Name, view.Name, view.Offset, view.Length, null, "RENAMES", null, null, null, null, null)).ToArray();
            terminal.Show(new ShownCopybook(layout.MaxLength, layout.Root.IsVariable, [.. items, .. views]), console => Show(console, layout, [.. items, .. views]));
            return Task.FromResult(ExitCode.Ok);
        });
        return command;
    }

    private static void Show(IAnsiConsole console, CopybookLayout layout, CopybookItem[] items)
    {
        var table = Terminal.Table("Offset", "Length", "Item", "Picture", "Usage", "Occurs", "Notes");
        foreach (var item in items)
        {
            var occurs = item.Occurs is null ? "" : item.DependingOn is null ? $"{item.Occurs}" : $"{item.MinOccurs} to {item.Occurs} by {item.DependingOn}";
            var notes = string.Join(", ", new[] { item.Redefines is null ? null : $"redefines {item.Redefines}", item.Conditions is null ? null : $"88 {string.Join(", ", item.Conditions)}" }.OfType<string>());
            Terminal.Row(table, $"{item.Offset}", $"{item.Length}", $"{new string(' ', 2 * item.Path.Count(c => c == '.'))}{item.Level:00} {item.Name}", item.Picture ?? "", item.Usage ?? "", occurs, notes);
        }

        console.Write(table);
        console.WriteLine(layout.Root.IsVariable ? $"Records of at most {layout.MaxLength} bytes: tables make them vary." : $"Records of {layout.MaxLength} bytes.");
    }
}

internal sealed record ShownCopybook(int Length, bool Varies, IReadOnlyList<CopybookItem> Items);

/// <summary>One item as it is shown.</summary>
internal sealed record CopybookItem(int Level, string Name, string Path, int Offset, int Length, string? Picture, string? Usage, int? MinOccurs, int? Occurs, string? DependingOn, string? Redefines, IReadOnlyList<string>? Conditions)
{
    public static CopybookItem Of(CopybookField field) => new(
        field.Level,
        field.JsonName,
        field.Path,
        field.Offset,
        field.Length,
        field.Picture?.Text,
        field.IsGroup ? null : UsageOf(field),
        field.IsTable ? field.MinOccurs : null,
        field.IsTable ? field.MaxOccurs : null,
        field.DependingOn?.JsonName,
        field.Redefines?.JsonName,
        field.Conditions.Count > 0 ? [.. field.Conditions.Select(condition => condition.Name)] : null);

    private static string UsageOf(CopybookField field) => field.Usage switch
    {
        Kind.Packed => "COMP-3",
        Kind.UnsignedPacked => "COMP-6",
        Kind.Binary => "COMP",
        Kind.NativeBinary => "COMP-5",
        Kind.LittleBinary => "COMP-9",
        Kind.ByteBinary => "COMP-X",
        Kind.ShortFloat => "COMP-1",
        Kind.LongFloat => "COMP-2",
        Kind.DoubleByte => "DISPLAY-1",
        Kind.Display when field.Picture is { Category: PictureCategory.Numeric, Signed: true } => field.Sign switch
        {
            SignPlace.Leading => "DISPLAY, sign leading",
            SignPlace.LeadingSeparate => "DISPLAY, sign leading separate",
            SignPlace.TrailingSeparate => "DISPLAY, sign trailing separate",
            _ => "DISPLAY",
        },
        _ => field.Usage.ToString().ToUpperInvariant(),
    } + (field.Synchronized ? " SYNC" : "") + (field.Justified ? " JUST" : "") + (field.BlankWhenZero ? " BLANK WHEN ZERO" : "");
}
