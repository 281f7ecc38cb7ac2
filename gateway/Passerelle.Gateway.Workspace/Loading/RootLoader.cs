using System.Net;
using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Options;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Loading;

/// <summary>Binds <c>passerelle.yaml</c> and checks what a spec cannot say.</summary>
internal sealed class RootLoader(SpecBinder binder, ReferenceResolver references, WorkspaceEngines engines)
{
    public BoundOptions Load(ConfigMap map)
    {
        var log = Engine(map, "log", engines.Log);
        var store = Engine(map, "store", engines.Store);
        var root = binder.Bind(map, WorkspaceSpecs.Root(engines, log, store));
        CheckName(root, "name");
        CheckName(root, "prefix");
        CheckListen(root);
        CheckTls(root);
        CheckInstances(root, engines.Log.FirstOrDefault(e => e.Name == log), engines.Store.FirstOrDefault(e => e.Name == store));
        return root;
    }

    /// <summary>The listen address; null when it is not one.</summary>
    public static Uri? Listen(BoundOptions root) =>
        Uri.TryCreate(root.Text("listen"), UriKind.Absolute, out var uri)
        && uri is { Scheme: "http" or "https", PathAndQuery: "/", Fragment: "", UserInfo: "" }
            ? uri
            : null;

    /// <summary>The certificate of the listen address; null when there is none.</summary>
    public static ServerTls? Tls(BoundOptions root, string folder)
    {
        var tls = root.Nested("tls");
        if (tls.Text("certificate") is not { } certificate) return null;
        return new ServerTls(Full(certificate), tls.Text("key") is { } key ? Full(key) : null, tls.Text("password"));

        string Full(string path) => Path.GetFullPath(Path.Combine(folder, path));
    }

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
        {
            root.Report(
                "listen", WorkspaceCodes.OpenListen, $"`{listen}` can be reached from other machines",
                $"write `{uri.Scheme}://127.0.0.1:{uri.Port}` unless that is meant", Severity.Warning);
        }
    }

    /// <summary>Files are looked at by a start; here only whether address and certificate belong together.</summary>
    private static void CheckTls(BoundOptions root)
    {
        if (Listen(root) is not { } uri)
            return;
        if (uri.Scheme == "https" && !root.Has("tls"))
        {
            root.Report(
                "listen", WorkspaceCodes.MissingTls, $"`{root.Text("listen")}` needs a certificate",
                "add `tls: { certificate: tls/server.pem, key: tls/server.key }` beside it");
        }
        else if (uri.Scheme == "http" && root.Has("tls"))
        {
            root.Report(
                "tls", WorkspaceCodes.UnusedTls, "`tls` is not used: `listen` is an http address",
                $"write `listen: https://{uri.Authority}`, or remove `tls`", Severity.Warning);
        }
    }

    private void CheckInstances(BoundOptions root, EngineSpec? log, EngineSpec? store)
    {
        if (log is not { IsShared: true } || store is not { IsShared: false })
            return;
        var option = root.Nested("store").Has("engine") ? "engine" : null;
        var shared = engines.Store.FirstOrDefault(e => e.IsShared);
        root.Nested("store").Report(
            option,
            WorkspaceCodes.SingleInstance,
            $"`{store.Name}` beside `{log.Name}` serves one instance only: each instance would hold its own part of the values",
            shared is null ? "run a single instance" : $"write `engine: {shared.Name}`, or run a single instance",
            Severity.Warning);
    }

    private static bool IsLoopback(Uri uri) =>
        uri.Host == "localhost" || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
