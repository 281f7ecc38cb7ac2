using System.Buffers;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Workspace.Mapping;

namespace Passerelle.Gateway.Pipeline.Normalise;

/// <summary>The last published value of each key of a flow whose records are parts.</summary>
internal sealed class PublishedValues(KeyTable table, IPartMapper mapper)
{
    private readonly ArrayBufferWriter<byte> _whole = new(1024);

    /// <summary>The whole value that a part makes; <see cref="Whole"/> holds it when nothing failed.</summary>
    public Failure? Merge(string key, ReadOnlyMemory<byte> part)
    {
        _whole.ResetWrittenCount();
        return mapper.Merge(table[key], part, _whole);
    }

    public ReadOnlySpan<byte> Whole => _whole.WrittenSpan;

    /// <param name="value">Null when the key is deleted.</param>
    public void Put(ILogTransaction transaction, string key, ReadOnlyMemory<byte>? value) => table.Put(transaction, key, value);
}
