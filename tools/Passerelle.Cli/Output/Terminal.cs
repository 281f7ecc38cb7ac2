using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace Passerelle.Cli.Output;

/// <summary>Where commands write: tables for people, JSON for scripts, errors always on standard error.</summary>
internal sealed class Terminal(bool json)
{
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public bool Json { get; } = json;

    /// <summary>Colour only on a terminal, and not when NO_COLOR is set: the library sees to both.</summary>
    public IAnsiConsole Out { get; } = AnsiConsole.Console;

    public static IAnsiConsole Error { get; } = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    /// <summary>Writes the value as JSON, or lets <paramref name="people"/> show it.</summary>
    public void Show<T>(T value, Action<IAnsiConsole> people)
    {
        if (Json) Console.Out.WriteLine(JsonSerializer.Serialize(value, JsonOptions));
        else people(Out);
    }

    public static int Fail(string code, string message, string remedy, int exitCode = ExitCode.Error)
    {
        Error.MarkupLineInterpolated($"[red]{code}[/]: {message}");
        Error.MarkupLineInterpolated($"  {remedy}");
        return exitCode;
    }

    /// <summary>A table whose width does not depend on a terminal when piped.</summary>
    public static Table Table(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns) table.AddColumn(new TableColumn(new Text(column)));
        return table;
    }

    public static void Row(Table table, params string?[] cells) => table.AddRow([.. cells.Select(c => new Text(c ?? ""))]);
}
