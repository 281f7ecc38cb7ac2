using System.Buffers;
using System.CommandLine;
using System.Diagnostics;
using Passerelle.Benchmarks.Common;
using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.Flows;
using Passerelle.Gateway.Workspace.Mapping;

namespace Passerelle.Benchmarks.Mapping;

/// <summary>Decoding, the key and the mapping alone, on one thread, from memory.</summary>
internal static class MappingCommand
{
    public static Command Create()
    {
        var command = new Command("mapping", "Measure decoding, key and mapping of a record, without any log or store.");
        var options = new RowOptions(50_000).AddTo(command);
        var rounds = new Option<int>("--rounds") { Description = "How often all rows are mapped; the best round counts.", DefaultValueFactory = _ => 5 };
        command.Add(rounds);
        command.Run(async (result, report, cancellationToken) =>
        {
            using var sample = options.Sample(result);
            var flow = sample.Load().Flows.Single(f => f.Name == "companies");
            sample.Deliver(sample.Generate(options.Generator(result), "day1.csv"));
            var records = new List<byte[]>();
            await Measure("decode", rounds, async () => records = await DecodeAsync(flow, sample.Folder, cancellationToken));
            await Measure("key", rounds, () => Key(flow.Mapper, records));
            await Measure("map", rounds, () => Map(flow.Mapper, records));

            async Task Measure(string what, Option<int> count, Func<Task> run)
            {
                var (best, allocated) = await BestAsync(result.GetValue(count), run);
                report.Add("mapping", new Figures().Of("what", what).Of("records", records.Count)
                    .Of("µs/record", best.TotalMicroseconds / records.Count).Of("allocated B/record", (double)allocated / records.Count));
            }
        });
        return command;
    }

    private static async Task<(TimeSpan Best, long Allocated)> BestAsync(int rounds, Func<Task> run)
    {
        var best = TimeSpan.MaxValue;
        long allocated = 0;
        for (var i = 0; i < rounds; i++)
        {
            var before = GC.GetTotalAllocatedBytes();
            var clock = Stopwatch.StartNew();
            await run();
            if (clock.Elapsed >= best) continue;
            (best, allocated) = (clock.Elapsed, GC.GetTotalAllocatedBytes() - before);
        }

        return (best, allocated);
    }

    private static async Task<List<byte[]>> DecodeAsync(FlowDefinition flow, string folder, CancellationToken cancellationToken)
    {
        var context = new AdapterContext(flow.Name, folder, TimeProvider.System) { NeededFields = flow.Mapper.NeededFields };
        await using var source = ((IDeliveryAdapter)flow.Adapter).CreateSource(flow.SourceOptions, context);
        await using var reader = source.Read((await source.ListAsync(cancellationToken))[0]);
        await reader.OpenAsync(null, cancellationToken);
        var records = new List<byte[]>();
        for (var end = false; !end;)
        {
            using var batch = await reader.ReadAsync(2000, cancellationToken);
            end = batch.IsEnd;
            foreach (var record in batch.Records)
            {
                if (record.Failure is null) records.Add(record.Json.ToArray());
            }
        }

        return records;
    }

    private static Task Key(IRecordMapper mapper, List<byte[]> records)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        foreach (var record in records)
        {
            buffer.ResetWrittenCount();
            mapper.WriteKey(record, buffer);
        }

        return Task.CompletedTask;
    }

    private static Task Map(IRecordMapper mapper, List<byte[]> records)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        var counters = new NoCounters();
        foreach (var record in records)
        {
            buffer.ResetWrittenCount();
            mapper.Map(record, buffer, counters);
        }

        return Task.CompletedTask;
    }
}
