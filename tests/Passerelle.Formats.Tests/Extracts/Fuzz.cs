using System.Text;
using Passerelle.Formats.Delimited;
using Passerelle.Formats.Framing;
using Passerelle.Formats.Segments;

namespace Passerelle.Formats.Tests.Extracts;

/// <summary>Extracts put together and broken at random: whatever decodes without a failure gives its bytes again;
/// lines of any kind never throw.</summary>
/// <remarks><c>PASSERELLE_FUZZ_CASES=1000000 dotnet test tests/Passerelle.Formats.Tests -c Release --filter
/// FullyQualifiedName~Extracts.Fuzz</c> runs a million cases.</remarks>
internal sealed class Fuzz
{
    [Test]
    public void Whatever_decodes_is_written_again_as_it_was()
    {
        var random = new Random(20261124);
        var samples = ExtractSample.All.Where(sample => sample.File.Length < 2000)
            .Select(sample => (sample.Framing, sample.Rules, sample.File))
            .ToArray();
        var compared = 0;
        for (var number = 0; number < Formats.Tests.Copybook.Fuzz.Cases / 10; number++)
        {
            var (framing, rules, sample) = samples[random.Next(samples.Length)];
            var file = sample.ToArray();
            for (var i = random.Next(4); i > 0; i--) file[random.Next(file.Length)] = (byte)random.Next(256);
            if (TryLines(framing, rules, file) is not { } lines) continue;
            compared++;
            using var output = new MemoryStream();
            using var writer = new ExtractWriter(output, framing, rules);
            foreach (var line in lines)
                if (writer.WriteLine(line) is { } failure) Assert.Fail($"case {number}: {failure.Message} {Encoding.UTF8.GetString(line)}");
            writer.Complete();
            if (!output.ToArray().AsSpan().SequenceEqual(file))
                Assert.Fail($"case {number}: {Convert.ToHexString(file)} became {Convert.ToHexString(output.ToArray())}");
        }

        Assert.That(compared, Is.GreaterThan(Formats.Tests.Copybook.Fuzz.Cases / 40));
    }

    [Test]
    public void No_line_makes_the_writer_throw()
    {
        string[] pieces =
        [
            "{", "}", "[", "]", ",", ":", "\"AC-TYPE\"", "\"LINES\"", "\"PAYMENTS\"", "\"~order\"", "\"~segment\"", "\"~pieces\"",
            "\"~before\"", "\"~after\"", "\"~length\"", "\"~block\"", "\"~bytes\"", "\"~record\"", "\"~type\"", "\"ACCOUNT\"", "1", "-1",
            "\"00\"", "\"\\ud800\"", "null", "true", "[]", "{}", "[[1]]",
        ];
        var random = new Random(20261125);
        string Name() => pieces[random.Next(6, 20)];
        string Value() => pieces[random.Next(20, pieces.Length)];
        var rules = ExtractSample.All[0].Rules;
        foreach (var framing in Framing.Samples.All.Select(sample => sample.Options))
        {
            using var writer = new ExtractWriter(new MemoryStream(), framing, rules);
            for (var number = 0; number < Formats.Tests.Copybook.Fuzz.Cases / 10; number++)
            {
                var any = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]));
                var shaped = $"{{{Name()}:{Value()},{Name()}:[{Value()}]}}";
                writer.WriteLine(Encoding.UTF8.GetBytes(random.Next(2) == 0 ? any : shaped));
            }

            writer.Complete();
        }
    }

    private static List<byte[]>? TryLines(FrameOptions framing, SegmentRules rules, byte[] file)
    {
        using var reader = new RecordReader(new MemoryStream(file), "file", framing, rules);
        var lines = new List<byte[]>();
        while (true)
        {
            using var batch = reader.ReadAsync(100, default).AsTask().GetAwaiter().GetResult();
            foreach (var record in batch.Records)
            {
                if (record.Failure is not null) return null;
                lines.Add(record.Json.ToArray());
            }

            // A header or trailer that cannot be read is told by what does not reconcile.
            if (!batch.IsEnd) continue;
            var code = reader.Reconcile()?.Code;
            return code == DelimitedErrors.UnreadableControlRecord || code == DelimitedErrors.RowsAfterTrailer ? null : lines;
        }
    }
}
