using System.CommandLine;
using Passerelle.Cli.Output;
using Passerelle.Cli.Session;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Operations;
using Passerelle.Gateway.Workspace.Loading;

namespace Passerelle.Cli.Commands;

/// <summary>The one way to say which dead letters are meant.</summary>
internal sealed class SelectionOptions
{
    private readonly Argument<string[]> _ids = new("id") { Description = "Ids, or their first 6 or more characters.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string?> _flow = new("--flow") { Description = "Only of this flow." };
    private readonly Option<string?> _group = new("--group") { Description = "Only of this group." };
    private readonly Option<string?> _code = new("--code") { Description = "Only with this code, as PSR-3101." };
    private readonly Option<string?> _key = new("--key") { Description = "Only of this contract key." };
    private readonly Option<string> _state = new("--state") { Description = "open, replayed, superseded, discarded or any.", DefaultValueFactory = _ => "open" };

    public SelectionOptions() => _state.AcceptOnlyFromAmong("open", "replayed", "superseded", "discarded", "any");

    public void AddTo(Command command)
    {
        command.Add(_ids);
        foreach (var option in (Option[])[_flow, _group, _code, _key, _state]) command.Add(option);
    }

    /// <exception cref="Session.RefusedException">The flow is not in the workspace, or an id is too short to mean one.</exception>
    public FailureSelection Read(ParseResult result, WorkspaceModel workspace)
    {
        if (result.GetValue(_flow) is { } flow) Known.Flow(workspace, flow);
        if (result.GetValue(_ids)?.FirstOrDefault(id => id.Length < 6) is { } shortId)
            throw new RefusedException(CliErrors.NothingSelected, $"'{shortId}' is too short to name a dead letter.", "Write at least the first 6 characters of its id.", ExitCode.Usage);
        return Read(result);
    }

    private FailureSelection Read(ParseResult result) => new()
    {
        Ids = result.GetValue(_ids) ?? [],
        Flow = result.GetValue(_flow),
        Fingerprint = result.GetValue(_group),
        Code = result.GetValue(_code),
        Key = result.GetValue(_key),
        State = Enum.TryParse<DeadLetterState>(result.GetValue(_state), ignoreCase: true, out var state) ? state : null,
    };
}
