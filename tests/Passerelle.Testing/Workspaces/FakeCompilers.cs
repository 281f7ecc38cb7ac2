using System.Buffers;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Workspace.DataContracts;
using Passerelle.Gateway.Workspace.Flows;
using Passerelle.Gateway.Workspace.Mapping;

namespace Passerelle.Testing.Workspaces;

/// <summary>The real compiler of contracts, and one that takes every mapping.</summary>
public static class FakeCompilers
{
    public static readonly WorkspaceCompilers Instance = new(DataContractCompiler.Compile, (_, _) => new Mapper());

    private sealed class Mapper : IRecordMapper
    {
        public string Version => "1";

        public IReadOnlySet<string>? NeededFields => null;

        public MapResult Map(ReadOnlyMemory<byte> record, IBufferWriter<byte> output, IMapCounters counters) => throw new NotSupportedException();

        public Failure? WriteKey(ReadOnlyMemory<byte> record, IBufferWriter<byte> output) => throw new NotSupportedException();
    }
}
