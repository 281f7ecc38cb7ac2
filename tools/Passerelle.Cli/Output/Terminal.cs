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

    // A pipe has no width: lines are not to be broken for whoever reads them there.
    private const int WidthOfPipes = 400;

    /// <summary>Raised when a member goes away or changes its meaning; new members don't raise it.</summary>
    private const int JsonVersion = 1;

    private static readonly AsyncLocal<bool> JsonErrors = new();

    /// <summary>Colour only on a terminal, and not when NO_COLOR is set: the library sees to both.</summary>
    public IAnsiConsole Out { get; } = Create(Console.Out, Console.IsOutputRedirected);

    public static IAnsiConsole Error => Create(Console.Error, Console.IsErrorRedirected);

    /// <summary>A terminal for one call; errors take the same form as answers.</summary>
    public static Terminal For(bool json)
    {
        JsonErrors.Value = json;
        return new Terminal(json);
    }

    /// <summary>Writes <c>{ version, data }</c> as JSON, or lets <paramref name="people"/> show it.</summary>
    public void Show<T>(T value, Action<IAnsiConsole> people)
    {
        if (Json) Console.Out.WriteLine(JsonSerializer.Serialize(new { version = JsonVersion, data = value }, JsonOptions));
        else people(Out);
    }

    /// <summary>Writes <c>{ version, data, next }</c> as JSON, or shows a page to people and says how to get the next one.</summary>
    /// <param name="next">The cursor of the next page; null when this is the last one.</param>
    public void ShowPage<T>(IReadOnlyList<T> items, string? next, Action<IAnsiConsole> people)
    {
        if (Json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(new { version = JsonVersion, data = items, next }, JsonOptions));
            return;
        }

        people(Out);
        if (next is not null) Out.MarkupLineInterpolated($"[dim]There are more. Next page: the same command with --cursor {next}[/]");
    }

    /// <summary>Something worth knowing that is no answer: to standard error, and only to people.</summary>
    public void Note(string sentence)
    {
        if (!Json) Error.MarkupLineInterpolated($"[dim]{sentence}[/]");
    }

    /// <summary>Does what takes its time; meanwhile a terminal shows what it says that it is at.</summary>
    /// <remarks>On standard error, as notes are; where that is no terminal, nothing is written.</remarks>
    public Task<T> WhileAsync<T>(string first, Func<Action<string>, Task<T>> work) =>
        Json || Console.IsErrorRedirected ? work(_ => { }) : WhileAsync(Error, first, work);

    internal static Task<T> WhileAsync<T>(IAnsiConsole console, string first, Func<Action<string>, Task<T>> work) =>
        console.Status().StartAsync(Markup.Escape(first), status => work(sentence => status.Status(Markup.Escape(sentence))));

    public static int Fail(string code, string message, string remedy, int exitCode = ExitCode.Error)
    {
        if (JsonErrors.Value)
        {
            Console.Error.WriteLine(JsonSerializer.Serialize(new { version = JsonVersion, error = new { code, message, remedy } }, JsonOptions));
            return exitCode;
        }

        Error.MarkupLineInterpolated($"[red]{code}[/]: {message}");
        Error.MarkupLineInterpolated($"  {remedy}");
        return exitCode;
    }

    private static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (redirected) console.Profile.Width = WidthOfPipes;
        return console;
    }

    public static Table Table(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns) table.AddColumn(new TableColumn(new Text(column)));
        return table;
    }

    public static void Row(Table table, params string?[] cells) => table.AddRow([.. cells.Select(c => new Text(c ?? ""))]);
}
