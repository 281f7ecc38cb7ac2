using System.Text;
using Passerelle.Contracts.Errors;
using Passerelle.Formats.Copybook;
using Passerelle.Formats.Copybook.Codec;
using Passerelle.Formats.Copybook.Layout;
using Passerelle.Formats.Copybook.Text;
using Passerelle.Formats.Framing;
using Passerelle.Formats.Segments;

namespace Passerelle.Formats.Tests.Segments;

/// <summary>What one pass over a file gave.</summary>
internal sealed record Outcome(
    List<string> Records, List<string> Positions, List<(long Record, long Offset, int Length, string Original)> Origins,
    Failure? Reconciled, Dictionary<string, long> Counters);

/// <summary>Short ways to read segments.</summary>
internal static class Kit
{
    public static Outcome Read(FrameOptions framing, SegmentRules rules, byte[] file, string? from = null, int maxRecords = 1000)
    {
        var start = RecordPosition.TryParse(from ?? "", out var position) ? position : default;
        using var reader = new RecordReader(new MemoryStream(file[(int)start.Frame.Offset..]), "file", framing, rules, start);
        var outcome = new Outcome([], [], [], null, []);
        while (true)
        {
            using var batch = reader.ReadAsync(maxRecords, default).AsTask().GetAwaiter().GetResult();
            foreach (var record in batch.Records)
            {
                outcome.Records.Add(record.Failure?.Message ?? Encoding.UTF8.GetString(record.Json.Span));
                outcome.Origins.Add(
                    (record.Origin.Record, record.Origin.ByteOffset, record.Origin.ByteLength, Convert.ToHexString(record.Original.Span)));
            }

            foreach (var (name, count) in batch.Counters) outcome.Counters[name] = outcome.Counters.GetValueOrDefault(name) + count;
            outcome.Positions.Add(batch.PositionAfter);
            if (batch.IsEnd) return outcome with { Reconciled = reader.Reconcile() };
        }
    }

    /// <summary>A type of segment of several 01 levels, known by its first byte.</summary>
    public static SegmentType Type(CopybookLayout layout, CodecOptions options, string name, string record, string letter)
    {
        var only = layout.Root.Children.Single(child => child.Name == record);
        var codec = RecordCodec.Compile(layout, options with { Redefines = [new() { Alternative = record }] }).Codec!;
        var test = CopybookReferences.HasValue(codec, only, only.Children[0].Name, [letter], out _)!;
        return new SegmentType(name, new CopybookSegment(codec, only)) { Test = test };
    }

    /// <summary>Parses the tax office's copybook.</summary>
    public static SegmentRules TaxAccounts(bool keepRaw = false)
    {
        var copybook = File.ReadAllText(Framing.Kit.Oracle("tax-accounts.cpy"));
        var layout = CopybookLayout.Parse(new CopybookOptions(), new CopyMember("tax-accounts.cpy", copybook)).Layout!;
        var options = new CodecOptions { CodePage = CodePage.Get("1147"), Conditions = true, KeepRaw = keepRaw };
        return new SegmentRules(
        [
            Type(layout, options, "HEADER", "HEADER-REC", "H") with { Role = SegmentRole.Header },
            Type(layout, options, "ACCOUNT", "ACCOUNT-REC", "A"),
            Type(layout, options, "LINES", "TAX-LINE-REC", "L") with { Parent = "ACCOUNT" },
            Type(layout, options, "PAYMENTS", "PAYMENT-REC", "P") with { Parent = "LINES" },
            Type(layout, options, "TRAILER", "TRAILER-REC", "T") with { Role = SegmentRole.Trailer },
        ])
        {
            Totals =
            [
                new("TRAILER", "TR-ACCOUNTS") { Count = ["*"] },
                new("TRAILER", "TR-RECORDS") { Count = ["lines"] },
                new("TRAILER", "TR-TOTAL-DUE") { Sum = [("LINES", "AMOUNT-DUE")] },
            ],
        };
    }

    public static byte[] TaxFile() => File.ReadAllBytes(Framing.Kit.Oracle("tax-accounts.dat"));

    /// <summary>The bytes of the file without some of its records, by number from 0.</summary>
    public static byte[] Without(byte[] file, params int[] numbers) =>
        Edit(file, records => [.. records.Where((_, i) => !numbers.Contains(i))]);

    public static byte[] Edit(byte[] file, Func<List<byte[]>, List<byte[]>> edit)
    {
        using var reader = new FrameReader(new MemoryStream(file), FrameOptions.Variable());
        using var batch = reader.ReadAsync(1000, default).AsTask().GetAwaiter().GetResult();
        using var output = new MemoryStream();
        using var writer = new FrameWriter(output, FrameOptions.Variable());
        foreach (var record in edit([.. batch.Frames.ToArray().Select(frame => frame.Record.ToArray())])) writer.Write(record);
        writer.Complete();
        return output.ToArray();
    }
}
