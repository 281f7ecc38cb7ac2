using System.CommandLine;
using System.Security.Cryptography;
using Passerelle.Contracts.Errors;
using Passerelle.Formats.Copybook.Codec;
using Passerelle.Formats.Copybook.Text;

namespace Passerelle.Benchmarks.Copybook;

/// <summary><c>copybook</c>: how fast EBCDIC records become record JSON and typed values, beside a plain table-lookup copy of the same bytes.</summary>
internal static class CopybookBenchmark
{
    private const int Distinct = 100_000;

    public static Command Create()
    {
        var megabytes = new Option<int>("--megabytes") { Description = "Megabytes of records for each measurement.", DefaultValueFactory = _ => 1000 };
        var rounds = new Option<int>("--rounds") { Description = "How often everything is measured; the best of each is shown beside the median.", DefaultValueFactory = _ => 3 };
        var write = new Option<string?>("--write") { Description = "Write the records and their copybook into this folder instead of measuring, for a whole process to decode.", HelpName = "FOLDER" };
        var command = new Command("copybook", "Decode 300-byte EBCDIC records to JSON and to typed values; output is checked, then discarded.") { megabytes, rounds, write };
        command.SetAction(result => result.GetValue(write) is { } folder ? Write(folder, result.GetValue(megabytes)) : Run(result.GetValue(megabytes), result.GetValue(rounds)));
        return command;
    }

    private static int Write(string folder, int megabytes)
    {
        var records = BenchmarkRecord.Make(BenchmarkRecord.Codec(), Distinct);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "records.cpy"), BenchmarkRecord.Copybook);
        using var file = File.Create(Path.Combine(folder, "records.bin"));
        for (var pass = Math.Max(1, (int)(megabytes * 1_000_000L / records.Length)); pass > 0; pass--) file.Write(records);
        Console.WriteLine($"passerelle copybook decode {file.Name} --copybook {Path.Combine(folder, "records.cpy")} --framing F --code-page 1147 --source free --workers 1 -o /dev/null");
        return 0;
    }

    private static int Run(int megabytes, int rounds)
    {
        var codec = BenchmarkRecord.Codec();
        var records = BenchmarkRecord.Make(codec, Distinct);
        Check(codec, records);
        var passes = Math.Max(1, (int)(megabytes * 1_000_000L / records.Length));
        Measurement[] all =
        [
            new("table-lookup copy", 1, () => Copying(codec.Options.CodePage, records, passes)),
            new("JSON, simple way", 1, () => Json(codec.NewSimpleDecoder(), records, passes)),
            new("JSON", 1, () => Json(codec.NewDecoder(), records, passes)),
            new("JSON", 2, () => Twice(half => Json(codec.NewDecoder(), records, half), passes)),
            new("typed values", 1, () => Typed(codec, records, passes)),
            new("typed values", 2, () => Twice(half => Typed(codec, records, half), passes)),
        ];
        for (var round = 0; round < rounds; round++)
            foreach (var measurement in all) measurement.Run((double)records.Length * passes / 1_000_000);
        Measurement.Print(all);
        return 0;
    }

    /// <summary>The compiled way must give what the simple one gives, byte for byte.</summary>
    private static void Check(RecordCodec codec, byte[] records)
    {
        var (compiled, simple) = (Hash(codec.NewDecoder(), records), Hash(codec.NewSimpleDecoder(), records));
        if (compiled != simple) throw new InvalidOperationException($"The compiled decoder gives {compiled}, the simple one {simple}.");
        Console.WriteLine($"{records.Length / BenchmarkRecord.Length} distinct records; SHA-256 of their JSON {compiled[..16]}, the same on the simple path.");
    }

    private static string Hash(RecordDecoder decoder, byte[] records)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var output = new ReusedBuffer();
        for (var at = 0; at < records.Length; at += BenchmarkRecord.Length)
        {
            Must(decoder.Decode(records.AsSpan(at, BenchmarkRecord.Length), at, output));
            if (output.Count < ReusedBuffer.Size / 2) continue;
            hash.AppendData(output.Written);
            output.Clear();
        }

        hash.AppendData(output.Written);
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static void Copying(CodePage page, byte[] records, int passes)
    {
        var table = new byte[256];
        for (var b = 0; b < 256; b++) table[b] = (byte)page.Characters[b];
        var target = new byte[BenchmarkRecord.Length];
        for (var pass = 0; pass < passes; pass++)
        {
            for (var at = 0; at < records.Length; at += BenchmarkRecord.Length)
            {
                var source = records.AsSpan(at, BenchmarkRecord.Length);
                for (var i = 0; i < source.Length; i++) target[i] = table[source[i]];
            }
        }
    }

    private static void Json(RecordDecoder decoder, byte[] records, int passes)
    {
        var output = new ReusedBuffer();
        for (var pass = 0; pass < passes; pass++)
        {
            for (var at = 0; at < records.Length; at += BenchmarkRecord.Length)
            {
                Must(decoder.Decode(records.AsSpan(at, BenchmarkRecord.Length), at, output));
                if (output.Count > ReusedBuffer.Size / 2) output.Clear();
            }
        }
    }

    private static void Typed(RecordCodec codec, byte[] records, int passes)
    {
        var columns = codec.NewColumns();
        for (var pass = 0; pass < passes; pass++)
        {
            for (var at = 0; at < records.Length; at += BenchmarkRecord.Length)
            {
                Must(columns.Add(records.AsSpan(at, BenchmarkRecord.Length), at));
                if (columns.Rows == 500) columns.Clear();
            }
        }
    }

    private static void Twice(Action<int> work, int passes)
    {
        var threads = new[] { new Thread(() => work(passes / 2)), new Thread(() => work(passes - (passes / 2))) };
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
    }

    private static void Must(Failure? failure)
    {
        if (failure is not null) throw new InvalidOperationException(failure.Message);
    }
}
