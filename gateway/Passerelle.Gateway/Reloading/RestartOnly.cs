using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Composition;
using Passerelle.Gateway.Workspace.Loading;

namespace Passerelle.Gateway.Reloading;

/// <summary>What a running gateway cannot change: its addresses, its engines and the shape of what it serves.</summary>
internal static class RestartOnly
{
    public static IReadOnlyList<string> Differences(WorkspaceModel now, WorkspaceModel wanted, IReadOnlyList<string> changedFiles)
    {
        var differences = new List<string>();
        Compare("prefix", now.Prefix, wanted.Prefix);
        Compare("listen", now.Listen, wanted.Listen);
        Compare("data", now.DataFolder, wanted.DataFolder);
        Compare("log.engine", now.LogEngine, wanted.LogEngine);
        Compare("store.engine", now.StoreEngine, wanted.StoreEngine);
        if (now.LogEngine == wanted.LogEngine) Options("log", Catalogue.Engines.Log, now.LogEngine, now.LogOptions, wanted.LogOptions);
        if (now.StoreEngine == wanted.StoreEngine) Options("store", Catalogue.Engines.Store, now.StoreEngine, now.StoreOptions, wanted.StoreOptions);
        foreach (var file in changedFiles.Where(f => f.StartsWith($"{WorkspaceLayout.Contracts}/", StringComparison.Ordinal)))
            differences.Add($"{file} has changed: contracts change with a restart only.");
        return differences;

        void Compare<T>(string what, T before, T after)
        {
            if (!Equals(before, after)) differences.Add($"passerelle.yaml: `{what}` changes with a restart only.");
        }

        void Options(string part, IReadOnlyList<EngineSpec> engines, string engine, IOptionReader before, IOptionReader after)
        {
            foreach (var option in engines.Single(e => e.Name == engine).Options)
                Compare($"{part}.{option.Name}", Text(before, option), Text(after, option));
        }
    }

    private static string? Text(IOptionReader options, OptionSpec option) => option.Type switch
    {
        OptionType.TextList => string.Join('\n', options.TextList(option.Name)),
        OptionType.TextMap =>
            string.Join('\n', options.TextMap(option.Name).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}")),
        _ => options.Text(option.Name),
    };
}
