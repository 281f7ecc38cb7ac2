using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using CsvHelper;

namespace Passerelle.Benchmarks.EndToEnd;

/// <summary>Rows of a CSV file as records, read with CsvHelper; only the columns that the mapping reads are written.</summary>
internal sealed class CsvRecords : IDisposable
{
    private readonly CsvReader _reader;
    private readonly ArrayBufferWriter<byte> _json = new(4096);
    private readonly Utf8JsonWriter _writer;
    private readonly JsonEncodedText?[] _names;
    private readonly string _source;

    public CsvRecords(string file, IReadOnlySet<string>? needed)
    {
        _source = Path.GetFileName(file);
        var options = CsvReaderOptions.Default with { MalformedData = CsvMalformedDataHandling.Skip, FieldCountMismatch = CsvFieldCountHandling.Skip };
        _reader = CsvReader.FromFile(file, options, FileOptions.SequentialScan);
        _writer = new Utf8JsonWriter(_json, new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        _reader.ReadHeader();
        _names = [.. _reader.Headers.Select(n => needed?.Contains(n) is false ? (JsonEncodedText?)null : JsonEncodedText.Encode(n))];
    }

    public ReadOnlyMemory<byte> Record => _json.WrittenMemory;

    /// <summary>The bytes of the row.</summary>
    public ReadOnlySpan<byte> Original => _reader.RawRecord;

    /// <summary>From 1.</summary>
    public long Number { get; private set; }

    /// <summary>False at the end; a row that the library cannot read is passed over.</summary>
    public bool Read()
    {
        while (_reader.Read())
        {
            Number++;
            if (!Utf8.IsValid(_reader.RawRecord)) continue;
            Write();
            return true;
        }

        return false;
    }

    /// <summary>Where the row came from, as much as the product keeps of it.</summary>
    public byte[] Lineage() => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $$"""{"flow":"companies","mapping":"0123456789abcdef","source":"{{_source}}","record":{{Number}},"line":{{Number + 1}},"byteOffset":{{_reader.ByteOffset}},"byteLength":{{_reader.RawRecord.Length}},"topic":"aides.raw.companies","partition":0,"offset":{{Number}}}"""));

    public void Dispose()
    {
        _writer.Dispose();
        _reader.Dispose();
    }

    private void Write()
    {
        _json.ResetWrittenCount();
        _writer.Reset();
        _writer.WriteStartObject();
        for (var i = 0; i < _names.Length; i++)
        {
            if (_names[i] is { } name) _writer.WriteString(name, _reader.GetSpan(i));
        }

        _writer.WriteEndObject();
        _writer.Flush();
    }
}
