using System.Text.Json;
using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Workspace.Options;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Adapters.Files.Tests;

/// <summary>Options by name and value, bound and checked as a workspace does it, by the adapter's own spec.</summary>
internal static class Options
{
    /// <summary>Null after problems: each with its code, path, message and hint.</summary>
    public static IOptionReader? Of(ISourceAdapter adapter, List<string> problems, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var texts = new Dictionary<string, string>();
        foreach (var (name, value) in values) texts[name] = value as string ?? JsonSerializer.Serialize(value);
        return AdapterOptions.Bind(adapter, texts, new Lines(problems));
    }

    public static Dictionary<string, object> Map(params ReadOnlySpan<(string Name, object Value)> values)
    {
        var map = new Dictionary<string, object>();
        foreach (var (name, value) in values) map[name] = value;
        return map;
    }

    private sealed class Lines(List<string> lines) : IProblemSink
    {
        public void Report(Problem problem) => lines.Add($"{problem.Code} {problem.Path}: {problem.Message} {problem.Repair}");
    }
}
