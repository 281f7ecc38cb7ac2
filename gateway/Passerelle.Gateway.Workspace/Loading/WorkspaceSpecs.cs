using Passerelle.Contracts.Adapters;

namespace Passerelle.Gateway.Workspace.Loading;

/// <summary>What <c>passerelle.yaml</c> may say, once.</summary>
public static class WorkspaceSpecs
{
    private static readonly IReadOnlyList<OptionSpec> Tls =
    [
        new("certificate", OptionType.Text, "PEM file that begins with the server's certificate, or PFX file; relative to the workspace")
            { Required = true, Example = "tls/server.pem" },
        new("key", OptionType.Text, "PEM file of the private key, relative to the workspace; left out when it stands in the certificate's file")
            { Example = "tls/server.key" },
        new("password", OptionType.Text, "Password of the private key or of the PFX file") { Secret = true, Example = "${secret:tls}" },
    ];

    /// <summary>The file's options when the log and the store run on these engines; an unknown engine leaves its options unchecked.</summary>
    public static IReadOnlyList<OptionSpec> Root(WorkspaceEngines engines, string? logEngine, string? storeEngine) =>
    [
        new("name", OptionType.Text, "The workspace's name, lower case with hyphens") { Required = true, Example = "aides-entreprises" },
        new("prefix", OptionType.Text, "Begins the names of topics, groups and tables") { Required = true, Example = "aides" },
        new("listen", OptionType.Text, "Address that REST listens on, http or https")
            { Default = "http://127.0.0.1:8080", Example = "http://127.0.0.1:8080" },
        new("tls", OptionType.Object, "The certificate that REST shows at an https address; a renewed one is taken without a restart")
            { Fields = Tls, Example = "{ certificate: tls/server.pem, key: tls/server.key }" },
        new("data", OptionType.Text, "Folder of the embedded engines' files, relative to the workspace") { Example = "data" },
        Engine("log", "Where events are kept between the stages", engines.Log, logEngine),
        Engine("store", "Where contract values are served from", engines.Store, storeEngine),
        new("connections", OptionType.Any, "Addresses with credentials and limits, by name; each says its `adapter`, which decides its options") { Example = "{}" },
    ];

    /// <summary>The option that selects one of the engines.</summary>
    public static OptionSpec Selector(IReadOnlyList<EngineSpec> engines) => new("engine", OptionType.Choice, "Which engine")
    {
        Default = engines[0].Name,
        Choices = [.. engines.Select(e => e.Name)],
        Example = engines[0].Name,
    };

    private static OptionSpec Engine(string name, string doc, IReadOnlyList<EngineSpec> engines, string? chosen)
    {
        var options = engines.FirstOrDefault(e => e.Name == chosen)?.Options
            ?? [.. engines.SelectMany(e => e.Options).DistinctBy(o => o.Name).Select(o => o with { Required = false })];
        return new OptionSpec(name, OptionType.Object, doc) { Fields = [Selector(engines), .. options], Example = $"{{ engine: {engines[0].Name} }}" };
    }
}
