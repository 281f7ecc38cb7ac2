using Passerelle.Formats.Copybook.Codec;
using Passerelle.Formats.Copybook.Items;
using Passerelle.Formats.Copybook.Layout;

namespace Passerelle.Formats.Copybook.Detection;

/// <summary>Judges the byte order of binary items: numbers in the wrong order are seldom within their
/// pictures, and mostly greater.</summary>
internal static class ByteOrderJudge
{
    /// <summary>The options with the better byte orders, and what speaks for them.</summary>
    public static (CodecOptions Options, IReadOnlyList<string> Evidence) Judge(RecordCodec codec, IReadOnlyList<byte[]> records)
    {
        var evidence = new List<string>();
        var options = codec.Options;
        if (Tells(codec, IsBinary))
        {
            var flipped = options with { BinaryBigEndian = !options.BinaryBigEndian };
            if (IsBetter("COMP", codec.Layout, options, flipped, IsBinary, options.BinaryBigEndian, records, evidence)) options = flipped;
        }

        if (Tells(codec, IsNative))
        {
            var flipped = options with { NativeBigEndian = !options.NativeBigEndian };
            if (IsBetter("COMP-5", codec.Layout, options, flipped, IsNative, options.NativeBigEndian, records, evidence)) options = flipped;
        }

        return (options, evidence);
    }

    /// <summary>The options with every byte order that decides how long a record is: binary counts of tables.</summary>
    public static IEnumerable<CodecOptions> Orders(CopybookLayout layout, CodecOptions options)
    {
        var counters = layout.Root.Walk().Select(field => field.DependingOn).OfType<CopybookField>().ToHashSet();
        bool[] binary = counters.Any(IsBinary) ? [options.BinaryBigEndian, !options.BinaryBigEndian] : [options.BinaryBigEndian];
        bool[] native = counters.Any(IsNative) ? [options.NativeBigEndian, !options.NativeBigEndian] : [options.NativeBigEndian];
        return binary.SelectMany(_ => native, (big, nativeBig) => options with { BinaryBigEndian = big, NativeBigEndian = nativeBig });
    }

    private static bool Tells(RecordCodec codec, Func<CopybookField, bool> isOf) => codec.Layout.Root.Walk().Any(isOf);

    private static bool IsBinary(CopybookField field) => field is { IsGroup: false, Length: > 1, Usage: Usage.Binary or Usage.ByteBinary };

    private static bool IsNative(CopybookField field) => field is { IsGroup: false, Length: > 1, Usage: Usage.NativeBinary };

    private static bool IsBetter(
        string usage, CopybookLayout layout, CodecOptions options, CodecOptions flipped, Func<CopybookField, bool> isOf, bool isBig,
        IReadOnlyList<byte[]> records, List<string> evidence)
    {
        var (own, other) = (Tally.Of(layout, options, isOf, records), Tally.Of(layout, flipped, isOf, records));
        var better = other.Fitting > own.Fitting || (other.Fitting == own.Fitting && other.Bits < own.Bits);
        if (own.Fitting == other.Fitting && own.Bits == other.Bits)
        {
            evidence.Add($"nothing tells the byte order of {usage}: all {own.Values} values are the same both ways");
            return false;
        }

        var (best, worst) = better ? (other, own) : (own, other);
        evidence.Add(
            $"{usage} is {(better == isBig ? "little" : "big")}-endian: {best.Fitting} of {best.Values} values are within their pictures, "
                + $"with {best.Mean:0.#} bits each; the other way {worst.Fitting} of {worst.Values}, with {worst.Mean:0.#}");
        return better;
    }

    private readonly record struct Tally(long Values, long Fitting, long Bits)
    {
        public double Mean => Values == 0 ? 0 : (double)Bits / Values;

        public static Tally Of(CopybookLayout layout, CodecOptions options, Func<CopybookField, bool> isOf, IReadOnlyList<byte[]> records)
        {
            if (RecordCodec.Compile(layout, options).Codec is not { } codec) return default;
            var columns = codec.NewColumns();
            foreach (var record in records) columns.Add(record, 0);
            var tally = default(Tally);
            foreach (var column in columns.Columns)
                if (isOf(column.Field)) tally = tally.Add(column);
            return tally;
        }

        private Tally Add(Column column)
        {
            var digits = column.Field.Picture?.Digits ?? 0;
            var greatest = digits is > 0 and <= 38 ? Power(digits) : Int128.MaxValue;
            var (values, fitting, bits) = (Values, Fitting, Bits);
            for (var i = 0; i < column.Count; i++)
            {
                if (column.Kind is not (ColumnKind.Integer or ColumnKind.Wide)) continue;
                var value = Int128.Abs(
                    column.Kind == ColumnKind.Integer ? column.Integers[i] : Int128.Max(column.Wides[i], -Int128.MaxValue));
                values++;
                fitting += value < greatest ? 1 : 0;
                bits += 128 - (int)Int128.LeadingZeroCount(value);
            }

            return new(values, fitting, bits);
        }

        private static Int128 Power(int digits)
        {
            Int128 power = 1;
            for (; digits > 0; digits--) power *= 10;
            return power;
        }
    }
}
