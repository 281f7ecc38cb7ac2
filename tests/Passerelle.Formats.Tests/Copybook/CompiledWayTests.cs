using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Passerelle.Contracts.Errors;
using Passerelle.Formats.Copybook;
using Passerelle.Formats.Copybook.Codec;
using Passerelle.Formats.Copybook.Items;
using Passerelle.Formats.Copybook.Layout;
using Passerelle.Formats.Copybook.Text;

namespace Passerelle.Formats.Tests.Copybook;

/// <summary>The compiled decoder and the columns, against the decoder that walks the tree.</summary>
internal sealed class CompiledWayTests
{
    [Test]
    public void The_compiled_decoder_gives_the_output_failures_and_counts_of_the_simple_one()
    {
        for (var seed = 0; seed < Fuzz.Cases / 10; seed++)
        {
            var (layout, codec, made, random) = Case(seed);
            var (compiled, simple) = (codec.NewDecoder(), codec.NewSimpleDecoder());
            for (var i = 0; i < 10; i++)
            {
                var record = made.Record(layout, random.Next(3, 60));
                Assert.That(Outcome(compiled, record), Is.EqualTo(Outcome(simple, record)), () => Shown(seed, layout, record));
                Assert.That(
                    (compiled.LenientNulls, compiled.Consumed),
                    Is.EqualTo((simple.LenientNulls, simple.Consumed)),
                    () => Shown(seed, layout, record));
            }
        }
    }

    [Test]
    public void Columns_hold_the_values_that_JSON_shows()
    {
        for (var seed = 0; seed < Fuzz.Cases / 20; seed++)
        {
            var (layout, codec, made, random) = Case(1_000_000_000 + seed);
            var (columns, decoder) = (codec.NewColumns(), codec.NewDecoder());
            for (var i = 0; i < 6; i++)
            {
                var record = made.Record(layout, random.Next(3, 60));
                var rows = columns.Rows;
                var outcome = Outcome(decoder, record);
                var failure = columns.Add(record, 0);
                Assert.That(failure?.Message, Is.EqualTo(outcome.StartsWith('{') ? null : outcome), () => Shown(seed, layout, record));
                Assert.That(columns.Rows, Is.EqualTo(failure is null ? rows + 1 : rows));
                if (failure is null)
                    Same(columns, rows, JsonDocument.Parse(outcome).RootElement, layout, () => Shown(seed, layout, record));
            }
        }
    }

    private static (CopybookLayout Layout, RecordCodec Codec, RandomLayout Made, Random Random) Case(int seed)
    {
        var random = new Random(seed);
        var made = new RandomLayout(random);
        var layout = Kit.Layout(made.Copybook(), new CopybookOptions { Odo = random.Next(2) == 0 ? OdoStorage.Full : OdoStorage.Real });
        var alternatives = layout.Root.Walk().Where(field => field.Redefines is not null).ToArray();
        RedefinesChoice[] choices = alternatives.Length == 0 || random.Next(2) == 0 ? [] :
        [
            new() { Alternative = alternatives[0].Path, Condition = "IS-A" },
            new() { Alternative = alternatives[0].Redefines!.Path, Field = "KIND", Values = ["B", "C", "D"] },
            .. random.Next(2) == 0 ? new RedefinesChoice[] { new() { Alternative = alternatives[0].Path } } : [],
        ];
        var options = new CodecOptions
        {
            CodePage = CodePage.Get(random.Next(3) switch { 0 => "1147", 1 => "1047", _ => "297" }),
            Trim = (TrimPolicy)random.Next(4),
            Nulls = random.Next(2) == 0 ? NullPatterns.None : (NullPatterns)random.Next(8),
            LenientNumbers = random.Next(2) == 0,
            KeepFiller = random.Next(2) == 0,
            Conditions = random.Next(2) == 0,
            AllowLong = random.Next(2) == 0,
            Redefines = choices,
        };
        return (layout, Kit.Codec(layout, options), made, random);
    }

    private static string Shown(int seed, CopybookLayout layout, byte[] record)
    {
        var fields = layout.Root.Walk().Select(field => $"{field.Level} {field.Path} {field.Picture} {field.Usage}");
        return $"seed {seed}: {string.Join(' ', fields)} {Convert.ToHexString(record)}";
    }

    private static string Outcome(RecordDecoder decoder, byte[] record)
    {
        var output = new ArrayBufferWriter<byte>();
        Failure? failure = decoder.Decode(record, 0, output);
        if (failure is not null) Assert.That(output.WrittenCount, Is.Zero);
        return failure?.Message ?? Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static void Same(RecordColumns columns, int row, JsonElement record, CopybookLayout layout, Func<string> shown)
    {
        foreach (var column in columns.Columns)
        {
            var (start, end) = (columns[column.Field.Path].Values(row).Start.Value, column.Values(row).End.Value);
            var expected = Values(column.Field, record).ToArray();
            var found = Enumerable.Range(start, end - start).Select(i => Shown(column, i)).ToArray();
            Assert.That(found, Is.EqualTo(expected), () => column.Field.Path + " " + shown());
        }
    }

    private static IEnumerable<string> Values(CopybookField field, JsonElement record)
    {
        var path = new List<string>();
        for (var at = field; at.Parent is not null; at = at.Parent) path.Insert(0, at.JsonName);
        return path.Aggregate(Enumerable.Repeat(record, 1), (elements, name) => elements.SelectMany(element => Member(element, name)))
            .Select(value => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText());
    }

    private static IEnumerable<JsonElement> Member(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value)) yield break;
        if (value.ValueKind != JsonValueKind.Array) yield return value;
        else
            foreach (var item in value.EnumerateArray())
                yield return item;
    }

    private static string Shown(Column column, int i) => column.IsNull(i) ? "null" : column.Kind switch
    {
        ColumnKind.Text => Encoding.UTF8.GetString(column.Text(i)),
        ColumnKind.Float => Float(column, i),
        ColumnKind.Integer => Plain(column.Integers[i], column.Scale),
        _ => Plain(column.Wides[i], column.Scale),
    };

    private static string Float(Column column, int i)
    {
        var value = column.Floats[i];
        var asSingle = column.Field.Usage == Usage.ShortFloat
            && (value == 0 || (Math.Abs(value) >= 1.2e-38 && Math.Abs(value) <= float.MaxValue));
        return asSingle ? ((float)value).ToString(CultureInfo.InvariantCulture) : value.ToString(CultureInfo.InvariantCulture);
    }

    private static string Plain(Int128 value, int scale)
    {
        var digits = Int128.Abs(value).ToString(CultureInfo.InvariantCulture);
        if (scale < 0) digits = value == 0 ? "0" : digits + new string('0', -scale);
        else if (scale > 0)
        {
            digits = digits.PadLeft(scale + 1, '0');
            digits = digits[..^scale] + "." + digits[^scale..];
        }

        return value < 0 ? "-" + digits : digits;
    }
}
