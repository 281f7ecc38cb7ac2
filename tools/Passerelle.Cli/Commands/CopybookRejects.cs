using System.Buffers;
using System.Text.Json;
using Passerelle.Cli.Output;
using Passerelle.Contracts.Errors;
using Spectre.Console;

namespace Passerelle.Cli.Commands;

/// <summary>Bad records: counted, the first few said on standard error, all of them kept when there is a file for them.</summary>
internal sealed class CopybookRejects(string? path) : IDisposable
{
    private const int Said = 5;
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Stream? _file = path is null ? null : new BufferedStream(CopybookFiles.OpenWrite(path), 1 << 16);
    private readonly ArrayBufferWriter<byte> _line = new();

    public long Count { get; private set; }

    public void Add(Failure failure, long record, long offset, ReadOnlySpan<byte> bytes)
    {
        Count++;
        if (Count <= Said && path is null) Terminal.Error.MarkupLineInterpolated($"[yellow]{failure.Code}[/] record {record}: {failure.Message} {failure.Remedy}");
        if (_file is null) return;
        _line.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_line, Relaxed))
        {
            json.WriteStartObject();
            json.WriteNumber("record", record);
            json.WriteNumber("byteOffset", offset);
            json.WriteNumber("length", bytes.Length);
            json.WriteString("code", failure.Code.Id);
            json.WriteString("field", failure.Field);
            json.WriteString("expected", failure.Expected);
            json.WriteString("found", failure.Found);
            json.WriteString("message", failure.Message);
            json.WriteString("remedy", failure.Remedy);
            json.WriteString("bytes", Convert.ToHexString(bytes));
            json.WriteEndObject();
        }

        _file.Write(_line.WrittenSpan);
        _file.WriteByte((byte)'\n');
    }

    public void Dispose() => _file?.Dispose();
}
