using System.Buffers;
using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Workspace.Mapping.Runtime;

/// <summary>A mapping whose records are parts: what it writes is a merge patch, and only the merged whole is validated.</summary>
internal sealed class PartMapper(MappingPlan plan) : RecordMapper(plan), IPartMapper
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _merged;

    /// <inheritdoc/>
    public Failure? Merge(ReadOnlyMemory<byte>? last, ReadOnlyMemory<byte> part, IBufferWriter<byte> output)
    {
        var merged = _merged ??= new ArrayBufferWriter<byte>(1024);
        merged.ResetWrittenCount();
        MergePatch.Write(last ?? "{}"u8.ToArray(), part, Plan.Validator.Root, merged);
        if (Plan.Validator.Validate(merged.WrittenSpan) is { } failure) return failure;
        output.Write(merged.WrittenSpan);
        return null;
    }

    protected override Failure? Validate(ReadOnlySpan<byte> value) => null;
}
