using System.Buffers;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Workspace.Mapping;

namespace Passerelle.Gateway.Pipeline.Stages;

/// <summary>Maps a record; what a mapping throws is the record's failure, after three tries, and never the end of the batch.</summary>
internal static class GuardedMapper
{
    public static MapResult Map(IRecordMapper mapper, ReadOnlyMemory<byte> record, ArrayBufferWriter<byte> output, IMapCounters counters)
    {
        for (var attempt = 1; ; attempt++)
        {
            output.ResetWrittenCount();
            try
            {
                return mapper.Map(record, output, counters);
            }
            catch (Exception e) when (FailureKinds.IsRecords(e))
            {
                if (attempt >= FailureKinds.Tries) return new MapResult(MapDecision.Failed, FailureKinds.ToFailure(e));
            }
        }
    }

    public static Failure? WriteKey(IRecordMapper mapper, ReadOnlyMemory<byte> record, ArrayBufferWriter<byte> output)
    {
        for (var attempt = 1; ; attempt++)
        {
            output.ResetWrittenCount();
            try
            {
                return mapper.WriteKey(record, output);
            }
            catch (Exception e) when (FailureKinds.IsRecords(e))
            {
                if (attempt >= FailureKinds.Tries) return FailureKinds.ToFailure(e);
            }
        }
    }
}
