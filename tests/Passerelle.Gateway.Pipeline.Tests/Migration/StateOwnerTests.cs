using Microsoft.Extensions.Logging.Abstractions;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Pipeline.Migration;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Workspace.Loading;
using Passerelle.Gateway.Workspace.Problems;
using Passerelle.Testing.Workspaces;

namespace Passerelle.Gateway.Pipeline.Tests.Migration;

internal sealed class StateOwnerTests
{
    [TestCase("semantics: delta")]
    [TestCase("semantics: state")]
    [TestCase("orderBy: { from: at }")]
    public void Every_state_table_has_exactly_one_owner(string options)
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            void Write(string file, string text)
            {
                var path = Path.Combine(folder.FullName, file);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, text);
            }

            Write("passerelle.yaml", "name: small\nprefix: small\n");
            Write("contracts/companies.yaml", "name: companies\nversion: 2.1.0\nkey: [siren]\nschema: { type: object, required: [siren], properties: { siren: { type: string } } }\n");
            Write("flows/companies.yaml", $"flow: companies\ncontract: companies@2\nsource: {{ adapter: flat_file, options: {{ folder: inbox }} }}\nkey: [siren]\nmapping: {{ siren: {{ from: siren }} }}\n{options}\n");
            var loaded = WorkspaceLoader.Load(folder.FullName, [new FakeAdapter()], FakeEngines.Instance, FakeCompilers.Instance, _ => null);
            Assert.That(ProblemFormatter.Format(loaded.Problems), Is.Empty);
            var flow = loaded.Workspace!.Flows.Single();
            var environment = new GatewayEnvironment(null!, null!, new TopicNames("t"), 4, "", TimeProvider.System, NullLoggerFactory.Instance);

            var owners = StateOwner.Of([flow], environment);
            var tables = owners.SelectMany(o => o.Tables).Append(environment.Topics.Waiting(flow.Name));
            Assert.That(tables, Is.EquivalentTo(environment.Topics.StateTables(flow.Name, flow.Contract)));
            Assert.That(owners.SelectMany(o => o.Consumed), Is.Unique);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
