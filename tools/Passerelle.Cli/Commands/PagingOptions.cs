using System.CommandLine;
using Passerelle.Cli.Output;
using Passerelle.Cli.Session;
using Passerelle.Gateway.Pipeline.Operations;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.Cli.Commands;

/// <summary>The one way to say which part of a list is wanted.</summary>
internal sealed class PagingOptions
{
    /// <summary>What fits a screen or two.</summary>
    private const int Default = 50;

    private readonly Option<int?> _limit = new("--limit")
    {
        Description = $"How many to list, at most {PageRequest.Largest}. {Default} when not given; with --json, all.",
        HelpName = "COUNT",
    };

    private readonly Option<string?> _cursor = new("--cursor")
    {
        Description = "Where to go on: what the page before ended with.",
        HelpName = "CURSOR",
    };

    public void AddTo(Command command)
    {
        command.Add(_limit);
        command.Add(_cursor);
    }

    /// <summary>One page; for a script that names no limit, all from the cursor on, which it must not miss.</summary>
    /// <exception cref="RefusedException">The limit or the cursor is none.</exception>
    public async Task<Page<T>> ReadAsync<T>(ParseResult result, Terminal terminal, Func<PageRequest, Task<Page<T>>> read)
    {
        var limit = result.GetValue(_limit);
        var after = After(result.GetValue(_cursor));
        if (limit is < 1 or > PageRequest.Largest) throw BadLimit(limit.Value);
        if (!terminal.Json || limit is not null) return await read(new PageRequest(limit ?? Default, after));
        return new Page<T>(await OperatorLists.EveryAsync(read, new PageRequest(PageRequest.Largest, after)).ToListAsync(), Next: null);
    }

    private static RefusedException BadLimit(int limit) => new(
        CliErrors.BadOption, $"--limit {limit} is no number of entries.", $"Write one from 1 to {PageRequest.Largest}.", ExitCode.Usage);

    private static ViewCursor? After(string? text)
    {
        if (text is null) return null;
        return ViewCursor.TryParse(text, out var cursor) ? cursor : throw new RefusedException(
            CliErrors.BadOption, $"'{(text.Length > 100 ? text[..100] : text)}' is no cursor.",
            "Copy it whole from the end of the page before, or leave --cursor out to begin with the first page.", ExitCode.Usage);
    }
}
