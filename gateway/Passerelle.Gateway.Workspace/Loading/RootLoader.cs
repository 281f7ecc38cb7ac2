using System.Net;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Options;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Loading;

/// <summary>Binds <c>passerelle.yaml</c> and checks what a spec cannot say.</summary>
internal sealed class RootLoader(SpecBinder binder, ReferenceResolver references)
{
    public const string File = "passerelle.yaml";

    public BoundOptions Load(ConfigMap map)
    {
        var log = Engine(map, "log", WorkspaceSpecs.LogEngines);
        var store = Engine(map, "store", WorkspaceSpecs.StoreEngines);
        var root = binder.Bind(map, WorkspaceSpecs.Root(log, store));
        CheckName(root, "name");
        CheckName(root, "prefix");
        CheckListen(root);
        CheckSettings(root.Nested("log"));
        if (log == "kafka" && store == "sqlite")
        {
            root.Nested("store").Report(
                root.Nested("store").Has("engine") ? "engine" : null,
                WorkspaceCodes.SingleInstance,
                "`sqlite` beside `kafka` serves one instance only: each instance would hold its own part of the values",
                "write `engine: postgres`, or run a single instance",
                Severity.Warning);
        }

        return root;
    }

    /// <summary>The listen address; null when it is not one.</summary>
    public static Uri? Listen(BoundOptions root) =>
        Uri.TryCreate(root.Text("listen"), UriKind.Absolute, out var uri)
        && uri is { Scheme: "http" or "https", PathAndQuery: "/", Fragment: "", UserInfo: "" }
            ? uri
            : null;

    // The engine decides which options stand beside it, so it is looked at first; the binder reports what is wrong with it.
    private string? Engine(ConfigMap map, string part, IReadOnlyList<EngineSpec> engines) => (map[part] as ConfigMap)?["engine"] switch
    {
        ConfigScalar { Text: not null } leaf => references.Resolve(leaf, new ProblemList()),
        _ => engines[0].Name,
    };

    private static void CheckName(BoundOptions root, string option)
    {
        if (root.Text(option) is { } name && !WorkspaceNames.IsName(name))
            root.Report(option, DocumentCodes.BadName, $"`{name}` is no {option}", WorkspaceNames.Rule);
    }

    private static void CheckListen(BoundOptions root)
    {
        if (root.Text("listen") is not { } listen)
            return;
        if (Listen(root) is not { } uri)
            root.Report("listen", WorkspaceCodes.BadListen, $"`{listen}` is not an address to listen on", "write scheme, host and port, as `http://127.0.0.1:8080`");
        else if (!IsLoopback(uri))
            root.Report("listen", WorkspaceCodes.OpenListen, $"`{listen}` can be reached from other machines", "write `http://127.0.0.1:" + uri.Port + "` unless that is meant", Severity.Warning);
    }

    /// <summary>The settings of a client library have no spec; what their names call a secret must not stand in the open either.</summary>
    private void CheckSettings(BoundOptions log)
    {
        if (log.Map["settings"] is not ConfigMap settings)
            return;
        foreach (var entry in settings.Entries.Where(e => e.Key.Contains("password", StringComparison.Ordinal) || e.Key.Contains("secret", StringComparison.Ordinal)))
        {
            if (entry.Value is ConfigScalar { Text: { } text } && !ReferenceResolver.HasReference(text))
                binder.Problems.Report(new Problem(OptionCodes.PlainSecret, entry.Value.Location, entry.Value.Path, $"`{entry.Key}` is a secret and stands here in the open", "write `${env:NAME}` or `${secret:file}`, and change the secret if this file was ever shared"));
        }
    }

    private static bool IsLoopback(Uri uri) =>
        uri.Host == "localhost" || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
