using System.Buffers;
using System.Text.Json;
using Passerelle.Contracts.Errors;
using Passerelle.Formats.Copybook.Items;

namespace Passerelle.Formats.Copybook.Codec;

/// <summary>Writes the bytes of records from their JSON. Not for several threads.</summary>
public sealed class RecordEncoder
{
    private static readonly JsonDocumentOptions Bounded = new() { MaxDepth = 256 };
    private static readonly HashSet<string> NoNames = [];
    private readonly RecordCodec _codec;
    private readonly CodecState _state;
    private readonly byte[] _record;

    internal RecordEncoder(RecordCodec codec) =>
        (_codec, _state, _record) = (codec, new CodecState(codec.Slots), new byte[codec.Layout.MaxLength]);

    /// <summary>Encodes one record; nothing is written when it fails.</summary>
    /// <param name="json">One JSON object, as a decoder writes it.</param>
    /// <param name="output">Takes the record's bytes, without length words.</param>
    /// <returns>The failure with field, offset in the record, what was expected and found; null when all went well.</returns>
    public Failure? Encode(ReadOnlyMemory<byte> json, IBufferWriter<byte> output)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json, Bounded);
        }
        catch (JsonException error)
        {
            return NotJson(error.Message);
        }

        using (document)
        {
            try
            {
                return Encode(document.RootElement, null, NoNames, output);
            }
            catch (InvalidOperationException error)
            {
                // The only one left: a text with half a surrogate pair cannot be read.
                return NotJson(error.Message);
            }
        }
    }

    /// <summary>Encodes one record, or one of several 01 levels.</summary>
    /// <param name="json">The object.</param>
    /// <param name="only">The 01 level that it is of; null for the whole layout.</param>
    /// <param name="beside">Names of properties that are somebody else's.</param>
    /// <param name="output">Takes the bytes.</param>
    /// <exception cref="InvalidOperationException">A text has half a surrogate pair.</exception>
    internal Failure? Encode(JsonElement json, CopybookField? only, IReadOnlySet<string> beside, IBufferWriter<byte> output)
    {
        _state.Reset(0);
        _state.Beside = beside;
        Array.Clear(_record);
        var node = only is null ? _codec.Root : _codec.Root.Find(only) ?? _codec.Root;
        var tail = Node.Member(json, "~tail");
        if (!node.Encode(json, default, _record, _state)) return _state.Failure;
        var bytes = Array.Empty<byte>();
        if (tail.ValueKind == JsonValueKind.String)
        {
            bytes = new byte[tail.GetString()!.Length / 2];
            if (!HexCodec.TryHex(tail.GetString()!, bytes)
                && !_state.Fail(
                    CopybookErrors.Shape, _codec.Layout.Root, default, _state.Position, "hexadecimal digits in ~tail",
                    "Correct the value."))
            {
                return _state.Failure;
            }
        }

        output.Write(_record.AsSpan(0, _state.Position));
        output.Write(bytes);
        return null;
    }

    private Failure? NotJson(string found)
    {
        _state.Reset(0);
        _state.Fail(CopybookErrors.Shape, _codec.Layout.Root, default, 0, "one JSON object", "Write one JSON object a record.", found);
        return _state.Failure;
    }
}
