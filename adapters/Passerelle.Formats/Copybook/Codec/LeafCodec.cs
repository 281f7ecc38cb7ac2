using System.Text.Json;
using Passerelle.Contracts.Errors;
using Passerelle.Formats.Copybook.Items;

namespace Passerelle.Formats.Copybook.Codec;

/// <summary>Why a value could not be written.</summary>
internal sealed record EncodeError(ErrorCode Code, string Expected);

/// <summary>Turns the bytes of one leaf into a JSON value and back.</summary>
internal abstract class LeafCodec(CopybookField field)
{
    public CopybookField Field { get; } = field;
    public int Length { get; } = field.Length;

    /// <summary>What well-formed bytes are, for messages.</summary>
    public abstract string Expected { get; }

    /// <summary>Writes the value; false when the bytes are malformed, and then nothing counts that was written.</summary>
    public abstract bool Decode(ReadOnlySpan<byte> source, JsonSink sink);

    /// <summary>The value as text; null when it is none.</summary>
    public virtual string? ReadText(ReadOnlySpan<byte> source) => null;

    /// <summary>Writes the bytes of a value; null when that went well.</summary>
    public abstract EncodeError? Encode(JsonElement value, Span<byte> target);

    /// <summary>The bytes of a field without a value.</summary>
    public abstract void Default(Span<byte> target);
}

/// <summary>Bytes that are not interpreted: hexadecimal digits both ways (POINTER, DISPLAY-1).</summary>
internal sealed class HexCodec(CopybookField field) : LeafCodec(field)
{
    public override string Expected => $"{2 * Length} hexadecimal digits";

    public override bool Decode(ReadOnlySpan<byte> source, JsonSink sink)
    {
        sink.Hex(source);
        return true;
    }

    public override string? ReadText(ReadOnlySpan<byte> source) => Convert.ToHexString(source);

    public override EncodeError? Encode(JsonElement value, Span<byte> target) =>
        value.ValueKind == JsonValueKind.String && TryHex(value.GetString()!, target)
            ? null
            : new EncodeError(CopybookErrors.Shape, Expected);

    public override void Default(Span<byte> target) => target.Clear();

    public static bool TryHex(string text, Span<byte> target) =>
        text.Length == 2 * target.Length && Convert.FromHexString(text, target, out _, out _) == System.Buffers.OperationStatus.Done;
}
