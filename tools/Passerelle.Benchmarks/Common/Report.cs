using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Passerelle.Benchmarks.Common;

/// <summary>The figures of one run: tables for people, JSON for scripts. What goes on meanwhile is said on standard error.</summary>
internal sealed class Report(bool json)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly List<(string Name, List<Figures> Rows)> _tables = [("machine", [MachineFacts.Read()])];

    public static void Progress(string what) => Console.Error.WriteLine(what);

    /// <summary>Adds a line to the table of that name; all lines of a table have the same columns.</summary>
    public void Add(string table, Figures figures)
    {
        var rows = _tables.Find(t => t.Name == table).Rows;
        if (rows is null) _tables.Add((table, [figures]));
        else rows.Add(figures);
    }

    public void Write()
    {
        if (json)
        {
            var all = new JsonObject(_tables.Select(t => KeyValuePair.Create(t.Name, (JsonNode?)new JsonArray([.. t.Rows.Select(r => r.ToJson())]))));
            Console.Out.WriteLine(all.ToJsonString(Indented));
            return;
        }

        foreach (var (name, rows) in _tables) AnsiConsole.Write(Table(name, rows));
    }

    private static Table Table(string name, List<Figures> rows)
    {
        var table = new Table().Border(TableBorder.Simple).Title(name);
        foreach (var (column, _) in rows[0].Cells) table.AddColumn(new TableColumn(new Text(column)));
        foreach (var row in rows) table.AddRow([.. row.Cells.Select(c => new Text(Text(c.Value)))]);
        return table;
    }

    private static string Text(object value) => value switch
    {
        double number => number.ToString(Math.Abs(number) >= 100 ? "N0" : "0.##", CultureInfo.InvariantCulture),
        long number => number.ToString("N0", CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}

/// <summary>One line of a table: names and values in order.</summary>
internal sealed class Figures
{
    private readonly List<(string Name, object Value)> _cells = [];

    public IReadOnlyList<(string Name, object Value)> Cells => _cells;

    public Figures Of(string name, string value) => With(name, value);

    public Figures Of(string name, long value) => With(name, value);

    public Figures Of(string name, double value) => With(name, Math.Round(value, 3));

    /// <summary>Appends another's cells.</summary>
    public Figures With(Figures more)
    {
        _cells.AddRange(more._cells);
        return this;
    }

    public JsonObject ToJson() => new(_cells.Select(c => KeyValuePair.Create(c.Name, (JsonNode?)ToJson(c.Value))));

    private static JsonValue? ToJson(object value) => value switch
    {
        long number => JsonValue.Create(number),
        double number => JsonValue.Create(number),
        _ => JsonValue.Create(value.ToString()),
    };

    private Figures With(string name, object value)
    {
        _cells.Add((name, value));
        return this;
    }
}
