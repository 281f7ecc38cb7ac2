using System.Text.Json;
using Passerelle.Formats.Framing;
using Passerelle.Formats.Segments;

namespace Passerelle.Formats.Tests.Segments;

/// <summary>Extracts broken at random: reading ends, every record is JSON or a failure, and numbers run without a gap.</summary>
/// <remarks><c>PASSERELLE_FUZZ_CASES=1000000 dotnet test tests/Passerelle.Formats.Tests --filter FullyQualifiedName~Segments.Fuzz</c>
/// runs a million cases.</remarks>
internal sealed class Fuzz
{
    private static readonly int Cases = int.TryParse(Environment.GetEnvironmentVariable("PASSERELLE_FUZZ_CASES"), out var cases)
        ? cases
        : 20_000;

    [Test]
    public void Broken_extracts_give_records_or_failures_and_end()
    {
        var random = new Random(20260801);
        var rules = Kit.TaxAccounts() with { MaxRootBytes = 4096, MaxRootSegments = 20 };
        var other = rules with { BadSegment = BadSegment.Segment, Flatten = true };
        var good = Kit.TaxFile()[..400];
        for (var number = 0; number < Cases; number++)
        {
            var file = good.ToArray();
            for (var i = random.Next(5); i >= 0; i--) file[random.Next(file.Length)] = (byte)random.Next(256);
            if (random.Next(3) == 0) file = [.. file[..random.Next(file.Length)], .. file[random.Next(file.Length)..]];
            Check(file, random.Next(2) == 0 ? rules : other, random.Next(1, 4), number);
        }
    }

    private static void Check(byte[] file, SegmentRules rules, int maxRecords, int number)
    {
        using var reader = new RecordReader(new MemoryStream(file), "file", FrameOptions.Variable(), rules);
        long records = 0;
        for (var batches = 0; ; batches++)
        {
            if (batches > file.Length) Assert.Fail($"case {number} does not end");
            using var batch = reader.ReadAsync(maxRecords, default).AsTask().GetAwaiter().GetResult();
            foreach (var record in batch.Records)
            {
                if (record.Failure is null) JsonDocument.Parse(record.Json).Dispose();
                if (record.Origin.Record != ++records)
                    Assert.Fail($"case {number}: record {record.Origin.Record} comes after {records - 1}");
                if (record.Origin.ByteOffset < 0 || record.Origin.ByteOffset + record.Origin.ByteLength > file.Length)
                    Assert.Fail($"case {number}: a record at {record.Origin.ByteOffset} of {record.Origin.ByteLength} bytes");
            }

            if (!batch.IsEnd) continue;
            reader.Reconcile();
            return;
        }
    }
}
