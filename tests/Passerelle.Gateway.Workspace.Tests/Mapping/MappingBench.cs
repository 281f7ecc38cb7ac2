using System.Buffers;
using System.Text;
using Passerelle.Gateway.Workspace.DataContracts;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Mapping;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Tests.Mapping;

/// <summary>A flow and its contract from YAML texts, for tests of one feature of mappings.</summary>
internal static class MappingBench
{
    /// <param name="flow">As in a flow file: <c>key</c> and <c>mapping</c>, and what else the test is about.</param>
    public static IRecordMapper? Compile(string contract, string flow, ProblemList problems)
    {
        var compiled = DataContractCompiler.Compile((ConfigMap)YamlReader.Read("contract.yaml", contract, problems)!, problems)!;
        var file = (ConfigMap)YamlReader.Read("flow.yaml", flow, problems)!;
        return MappingCompiler.Compile(MappingSource.Of(file, compiled, new LookupSet([]), problems), problems);
    }

    public static (MapResult Result, string Value) Map(this IRecordMapper mapper, string record, IMapCounters? counters = null)
    {
        var output = new ArrayBufferWriter<byte>();
        var result = mapper.Map(Encoding.UTF8.GetBytes(record), output, counters ?? new SampleMappingTests.Counters());
        return (result, Encoding.UTF8.GetString(output.WrittenSpan));
    }
}
