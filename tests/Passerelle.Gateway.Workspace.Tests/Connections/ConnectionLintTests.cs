using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.Loading;
using Passerelle.Gateway.Workspace.Problems;
using Passerelle.Testing.Workspaces;

namespace Passerelle.Gateway.Workspace.Tests.Connections;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ConnectionLintTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    [TestCase("address: this is not an address", "passerelle.yaml:6:14: PSR-1026 connections.legacy.address: `this is not an address` is not an address — write an absolute URL or host and port, as `https://legacy.example/ws`\n")]
    [TestCase("address: legacy.example", "passerelle.yaml:6:14: PSR-1026 connections.legacy.address: `legacy.example` is not an address — write an absolute URL or host and port, as `https://legacy.example/ws`\n")]
    [TestCase("address: legacy:99999", "passerelle.yaml:6:14: PSR-1026 connections.legacy.address: `legacy:99999` is not an address — write an absolute URL or host and port, as `https://legacy.example/ws`\n")]
    [TestCase("adress: legacy:80", "passerelle.yaml:6:5: PSR-1020 connections.legacy.adress: `adress` is not known here — write `address`\n")]
    [TestCase("address: legacy:80\n    timeoutSecond: 3", "passerelle.yaml:7:5: PSR-1020 connections.legacy.timeoutSecond: `timeoutSecond` is not known here — write `timeoutSeconds`\n")]
    [TestCase("address: legacy:80\n    breaker: { openSecond: 3 }", "passerelle.yaml:7:16: PSR-1020 connections.legacy.breaker.openSecond: `openSecond` is not known here — write `openSeconds`\n")]
    [TestCase("address: legacy:80\n    retries: 99", "passerelle.yaml:7:14: PSR-1024 connections.legacy.retries: `99` is out of bounds — write a number from 0 to 20\n")]
    [TestCase("address: legacy:80", "")]
    [TestCase("address: '[2001:db8::1]:80'", "")]
    [TestCase("address: jdbc://legacy/x", "")]
    public void A_connection_is_checked_against_its_adapters_spec(string options, string problems) =>
        AssertLint($"connections:\n  legacy:\n    adapter: flat_file\n    {options}\n", "", problems);

    [TestCase("{ address: legacy:80 }", "passerelle.yaml:4:11: PSR-1021 connections.legacy.adapter: `adapter` is missing: the adapter that speaks over it; it decides which options stand beside this one — write `adapter: soap`\n")]
    [TestCase("{ adapter: flatfile }", "passerelle.yaml:4:22: PSR-1160 connections.legacy.adapter: there is no adapter `flatfile` — write `flat_file`\n")]
    [TestCase("{ adapter: plain }", "passerelle.yaml:4:22: PSR-1160 connections.legacy.adapter: the adapter `plain` takes no connection — remove the connection\n")]
    [TestCase("legacy:80", "passerelle.yaml:4:11: PSR-1022 connections.legacy: expected a map, found `legacy:80` — write a map, as `{ adapter: soap }`\n")]
    public void A_connection_names_an_adapter_that_takes_one(string connection, string problems) =>
        AssertLint($"connections:\n  legacy: {connection}\n", "", problems);

    [Test]
    public void Connections_are_a_map_of_names() =>
        AssertLint("connections: [legacy]\n", "", "passerelle.yaml:3:14: PSR-1022 connections: expected a map, found a list — write a map of names, as `{ legacy: { adapter: soap } }`\n");

    [TestCase("connection: legacyy, adapter: flat_file", "flows/things.yaml:3:23: PSR-1125 source.connection: passerelle.yaml has no connection `legacyy` — write `legacy`\n")]
    [TestCase("connection: legacy, adapter: plain", "flows/things.yaml:3:23: PSR-1161 source.connection: the adapter `plain` takes no connection — remove it\n")]
    [TestCase("connection: legacy, adapter: needy", "flows/things.yaml:3:23: PSR-1163 source.connection: `legacy` is a connection of `flat_file`, and the source's adapter is `needy` — write `connection: other`\n")]
    [TestCase("adapter: needy", "flows/things.yaml:3:9: PSR-1162 source: the adapter `needy` needs a connection — write `connection: other`\n")]
    [TestCase("connection: other, adapter: needy", "")]
    [TestCase("connection: legacy, adapter: flat_file", "")]
    [TestCase("adapter: flat_file", "")]
    public void A_flow_has_the_connection_that_its_adapter_takes(string source, string problems) =>
        AssertLint(
            "connections:\n  legacy: { adapter: flat_file, address: legacy:80 }\n  other: { adapter: needy, address: other:80 }\n",
            $"flow: things\ncontract: things@1\nsource: {{ {source}, options: {{ folder: inbox }} }}\nkey: [id]\nmapping: {{ id: {{ from: id }} }}\n",
            problems);

    [Test]
    public void A_connection_reaches_its_flow_with_its_limits()
    {
        Write("passerelle.yaml", "name: small\nprefix: small\nconnections: { legacy: { adapter: flat_file, address: legacy:80, maxConcurrent: 7 } }\n");
        Write("flows/things.yaml", "flow: things\ncontract: things@1\nsource: { connection: legacy, adapter: flat_file, options: { folder: inbox } }\nkey: [id]\nmapping: { id: { from: id } }\n");

        var flow = Load().Workspace!.Flows.Single();

        Assert.That(
            (flow.Connection!.Name, flow.Connection.Options.Text("address"), flow.Connection.Limits.MaxConcurrent, flow.Connection.Limits.Timeout),
            Is.EqualTo(("legacy", "legacy:80", 7, TimeSpan.FromSeconds(30))));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void AssertLint(string root, string flow, string problems)
    {
        Write("passerelle.yaml", $"name: small\nprefix: small\n{root}");
        if (flow.Length > 0) Write("flows/things.yaml", flow);
        Assert.That(ProblemFormatter.Format(Load().Problems), Is.EqualTo(problems));
    }

    private WorkspaceLoadResult Load()
    {
        Write("contracts/things.yaml", "name: things\nversion: 1.0.0\nkey: [id]\nschema: { type: object, required: [id], properties: { id: { type: string } } }\n");
        return WorkspaceLoader.Load(_folder.FullName, [new FakeAdapter(), new PlainAdapter(), new NeedyAdapter()], FakeEngines.Instance, FakeCompilers.Instance, _ => null);
    }

    private void Write(string file, string text)
    {
        var path = Path.Combine(_folder.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private sealed class PlainAdapter : IDeliveryAdapter
    {
        public AdapterSpec Spec { get; } = new("plain", "Takes no connection") { Source = [new("folder", OptionType.Text, "A folder")] };

        public void Validate(AdapterRole role, IOptionReader options)
        {
        }

        public IDeliverySource CreateSource(IOptionReader options, AdapterContext context) => throw new NotSupportedException();
    }

    private sealed class NeedyAdapter : IStreamAdapter
    {
        public AdapterSpec Spec { get; } = new("needy", "Needs a connection")
        {
            Connection = [new("address", OptionType.Address, "Where") { Required = true }],
            Source = [new("folder", OptionType.Text, "A folder")],
        };

        public void Validate(AdapterRole role, IOptionReader options)
        {
        }

        public ISource CreateSource(IOptionReader options, AdapterContext context) => throw new NotSupportedException();
    }
}
