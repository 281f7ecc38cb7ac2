using System.Reflection;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Workspace.DataContracts;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Pipeline.Tests.Messages;

internal sealed class TopicNamesTests
{
    /// <summary>Who collects claims reads every table: one that is not listed would lose what it refers to.</summary>
    [Test]
    public void Every_state_table_is_listed()
    {
        var topics = new TopicNames("t");
        var contract = DataContractCompiler.Compile((ConfigMap)YamlReader.Read("c.yaml", """
            name: things
            version: 1.0.0
            key: [id]
            title: Things
            description: Things.
            schema: { type: object, required: [id], properties: { id: { type: string } } }
            """, new ProblemList())!, new ProblemList())!;

        var named = typeof(TopicNames).GetMethods(BindingFlags.Public | BindingFlags.Instance)
            .Where(m => m.ReturnType == typeof(string) && m.GetParameters() is [_])
            .Select(m => (string)m.Invoke(topics, [m.GetParameters()[0].ParameterType == typeof(string) ? "flow" : contract])!)
            .Where(name => name.StartsWith("t.state.", StringComparison.Ordinal))
            .ToList();

        Assert.That(named, Has.Count.EqualTo(13));
        Assert.That(topics.StateTables("flow", contract), Is.EquivalentTo(named));
    }
}
