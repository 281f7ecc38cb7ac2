using System.Text.Json;
using Passerelle.Contracts.Errors;
using Passerelle.Formats.Copybook;
using Passerelle.Formats.Framing;

namespace Passerelle.Formats.Segments;

/// <summary>Writes JSON lines as the records of an extract: nested segments, header and trailer too.
/// Call <see cref="Complete"/> at the end. Not for several threads.</summary>
/// <remarks>Lines that a <see cref="RecordReader"/> with <see cref="SegmentRules.Reversible"/> gave, by codecs that keep raw bytes, give
/// the bytes of the decompressed file. Lines of one's own need none of the properties with a tilde, but <c>~segment</c>
/// for a header or trailer.</remarks>
public sealed class ExtractWriter : IDisposable
{
    private static readonly JsonDocumentOptions Bounded = new() { MaxDepth = 256 };
    private readonly FrameWriter _frames;
    private readonly LineEncoder _lines;

    /// <param name="output">Takes the file.</param>
    /// <param name="framing">Must be without <see cref="FrameOptions.Problem"/>.</param>
    /// <param name="rules">All types must be described by copybooks.</param>
    /// <exception cref="ArgumentException">Options contradict each other, or a type has no copybook.</exception>
    public ExtractWriter(Stream output, FrameOptions framing, SegmentRules rules) => (_lines, _frames) = (new(rules), new(output, framing));

    /// <summary>Writes one line; nothing of it is written when it fails.</summary>
    /// <returns>What is wrong with field, expected and found; null when all went well.</returns>
    public Failure? WriteLine(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Bounded);
            return _lines.Encode(document.RootElement) ?? Check() ?? Write();
        }
        catch (JsonException error)
        {
            return NotJson(error.Message);
        }
        catch (InvalidOperationException error)
        {
            // The only one left: a text with half a surrogate pair cannot be read.
            return NotJson(error.Message);
        }
    }

    /// <summary>Writes what is still held.</summary>
    public void Complete() => _frames.Complete();

    public void Dispose() => _frames.Dispose();

    private Failure? Check()
    {
        foreach (var part in _lines.Parts)
            if (!part.IsAside && _frames.Check(_lines.Bytes(part), part.Form) is { } failure) return failure;
        return null;
    }

    private Failure? Write()
    {
        foreach (var part in _lines.Parts)
        {
            if (part.IsAside) _frames.Aside(_lines.Bytes(part));
            else _frames.Write(_lines.Bytes(part), part.Form);
        }

        return null;
    }

    private static Failure NotJson(string found) => new()
    {
        Code = CopybookErrors.Shape,
        Message = $"{CopybookErrors.Shape.Title} Expected one JSON object, found {found}.",
        Remedy = "Write one JSON object a line.",
        Expected = "one JSON object",
        Found = found,
    };
}
