using Passerelle.Formats.Framing;

namespace Passerelle.Formats.Tests.Framing;

/// <summary>Files broken at random: every byte is in exactly one frame or between two, and reading ends.</summary>
/// <remarks><c>PASSERELLE_FUZZ_CASES=1000000 dotnet test tests/Passerelle.Formats.Tests --filter FullyQualifiedName~Framing.Fuzz</c>
/// runs a million cases.</remarks>
internal sealed class Fuzz
{
    private static readonly int Cases = int.TryParse(Environment.GetEnvironmentVariable("PASSERELLE_FUZZ_CASES"), out var cases)
        ? cases
        : 20_000;

    [Test]
    public void Broken_files_are_covered_by_frames_in_order_and_end()
    {
        var random = new Random(20260731);
        for (var number = 0; number < Cases; number++)
        {
            var (options, file) = Samples.All[random.Next(Samples.All.Count)];
            options = options with
            {
                MaxRecordBytes = 64,
                FileStartBytes = random.Next(20) == 0 ? 2 : 0,
                RecordLength = Math.Min(options.RecordLength, 64),
            };
            Check(options, Break([.. file, .. random.Next(2) == 0 ? file : []], random), random.Next(1, 5), number);
        }
    }

    private static byte[] Break(byte[] file, Random random)
    {
        for (var i = random.Next(4); i > 0 && file.Length > 0; i--)
        {
            var at = random.Next(file.Length);
            switch (random.Next(4))
            {
                case 0:
                    file[at] = (byte)random.Next(256);
                    break;
                case 1:
                    file[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    file = [.. file[..at], .. file[random.Next(at, file.Length)..]];
                    break;
                default:
                    file = [.. file[..at], .. Enumerable.Range(0, random.Next(9)).Select(_ => (byte)random.Next(256)), .. file[at..]];
                    break;
            }
        }

        return file;
    }

    private static void Check(FrameOptions options, byte[] file, int maxRecords, int number)
    {
        using var reader = new FrameReader(new MemoryStream(file), options);
        long end = 0, records = 0;
        for (var batches = 0; ; batches++)
        {
            Assert.That(batches, Is.LessThanOrEqualTo(file.Length + 2), $"case {number} does not end");
            using var batch = reader.ReadAsync(maxRecords, default).AsTask().GetAwaiter().GetResult();
            foreach (var frame in batch.Frames)
            {
                if (frame.Offset < end || frame.Extent < 0 || frame.Offset + frame.Extent > file.Length)
                    Assert.Fail($"case {number}: a frame at {frame.Offset} of {frame.Extent} bytes after byte {end}");
                if (frame.Record.Length > Math.Max(options.MaxRecordBytes, file.Length))
                    Assert.Fail($"case {number}: a record of {frame.Record.Length} bytes");
                end = frame.Offset + frame.Extent;
                records++;
            }

            if (batch.PositionAfter.Records > records)
                Assert.Fail($"case {number}: the position counts {batch.PositionAfter.Records} records, there were {records}");
            if (!batch.IsEnd) continue;
            if (batch.PositionAfter.Offset != file.Length)
                Assert.Fail($"case {number}: reading ended at byte {batch.PositionAfter.Offset} of {file.Length}");
            return;
        }
    }
}
