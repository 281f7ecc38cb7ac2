using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.Mapping.Values;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Mapping.Converters;

internal sealed class LookupConverter : Converter
{
    public static readonly ConverterSpec Spec = new("lookup", "Translates a code by a table in `lookups/`.")
    {
        Options =
        [
            new("table", OptionType.Text, "The file's name without `.csv`.") { Required = true, Example = "sizes" },
            new("column", OptionType.Text, "The column to take.") { Default = "value", Example = "label" },
            new("unknown", OptionType.Value, "For codes that are not in the table: fail, null, keep, or a constant.")
            {
                Default = "fail",
                Choices = ["fail", "null", "keep"],
                Example = "keep",
            },
        ],
        Examples =
        [
            new("{ lookup: sizes }", "PME", "\"small\""),
            new("{ lookup: { table: sizes } }", "XXL", null, "PSR-3106"),
            new("{ lookup: { table: sizes, unknown: null } }", "XXL", "null"),
            new("{ lookup: { table: sizes, unknown: keep } }", "XXL", "\"XXL\""),
            new("{ lookup: { table: sizes, unknown: other } }", "XXL", "\"other\""),
        ],
        Create = Create,
    };

    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _values;
    private readonly UnknownPolicy _unknown;
    private readonly Fault _fault;

    private LookupConverter(string table, Dictionary<string, string> values, UnknownPolicy unknown)
    {
        _values = values.GetAlternateLookup<ReadOnlySpan<char>>();
        _unknown = unknown;
        _fault = new Fault(
            MappingCodes.UnknownCode, $"a code of the look-up table {table}",
            $"add the code to lookups/{table}.csv, or set `lookup.unknown`");
    }

    private static LookupConverter? Create(ConverterOptions options)
    {
        if (options.Text("table") is not { } name) return null;
        if (options.Lookups.Find(name) is not { } table)
        {
            options.Refuse(
                "table", $"there is no look-up table `{name}`", NearestName.Repair(name, options.Lookups.Names, "add it to `lookups/`"),
                MappingCodes.UnknownLookup);
            return null;
        }

        var column = options.Text("column")!;
        if (table.Column(column) is { } values) return new LookupConverter(name, values, options.Policy("unknown"));
        options.Refuse("column", $"the look-up table `{name}` has no column `{column}`",
            NearestName.Repair(column, table.Columns, "use one that it has"));
        return null;
    }

    public override Fault? Apply(Cell cell)
    {
        if (_values.TryGetValue(cell.Text, out var value)) cell.SetText(value);
        else if (_unknown.Action == UnknownAction.Null) cell.SetNull();
        else if (_unknown.Action == UnknownAction.Constant) cell.SetText(_unknown.Constant);
        else if (_unknown.Action == UnknownAction.Fail) return _fault;
        return null;
    }
}
