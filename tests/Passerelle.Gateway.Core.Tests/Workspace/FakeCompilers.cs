using System.Buffers;
using System.Text.Json;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Core.DataContracts;
using Passerelle.Gateway.Core.Mapping;
using Passerelle.Gateway.Core.Workspace;

namespace Passerelle.Gateway.Core.Tests.Workspace;

/// <summary>Compilers that check a contract's options only and take every mapping.</summary>
internal static class FakeCompilers
{
    public static readonly WorkspaceCompilers Instance = new(Contract, (_, _) => new Mapper());

    private static DataContract? Contract(ConfigMap map, IProblemSink problems)
    {
        var binder = new SpecBinder(new ReferenceResolver("/nonexistent", _ => "x"), problems);
        if (!binder.TryBind(map, ContractSpecs.Contract, out var options))
            return null;
        return new DataContract
        {
            Name = options.Text("name")!,
            Version = Version.Parse(options.Text("version")!),
            Key = options.TextList("key"),
            Schema = JsonDocument.Parse("{}").RootElement,
            Fingerprint = "",
        };
    }

    private sealed class Mapper : IRecordMapper
    {
        public string Version => "1";

        public IReadOnlySet<string>? NeededFields => null;

        public MapResult Map(ReadOnlyMemory<byte> record, IBufferWriter<byte> output, IMapCounters counters) => throw new NotSupportedException();

        public Failure? WriteKey(ReadOnlyMemory<byte> record, IBufferWriter<byte> output) => throw new NotSupportedException();
    }
}
