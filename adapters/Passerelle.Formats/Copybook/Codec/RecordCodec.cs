using Passerelle.Contracts.Errors;
using Passerelle.Formats.Copybook.Layout;
using Passerelle.Formats.Copybook.Parsing;

namespace Passerelle.Formats.Copybook.Codec;

/// <summary>The outcome of compiling a layout: a codec, or every problem of the options.</summary>
public sealed record RecordCodecResult(RecordCodec? Codec, IReadOnlyList<Problem> Problems);

/// <summary>A layout compiled once for some options. Shared freely; its decoders and encoders serve one thread each.</summary>
public sealed class RecordCodec
{
    private RecordCodec(CopybookLayout layout, CodecOptions options, Node root, int slots, CompiledView[] views) =>
        (Layout, Options, Root, Slots, Views) = (layout, options, root, slots, views);

    public CopybookLayout Layout { get; }
    public CodecOptions Options { get; }
    internal Node Root { get; }
    internal int Slots { get; }
    internal CompiledView[] Views { get; }

    /// <summary>Compiles; never throws on what a user can write.</summary>
    public static RecordCodecResult Compile(CopybookLayout layout, CodecOptions options)
    {
        var problems = new ProblemList(100);
        var compiler = new CodecCompiler(layout, options, problems);
        var root = compiler.Compile();
        var views = options.Views ? layout.Views.Select(view => new CompiledView(view, compiler.Leaf(view.Single ?? AsText(view)))).ToArray() : [];
        return new RecordCodecResult(problems.All.Count > 0 ? null : new RecordCodec(layout, options, root, compiler.Slots, views), problems.All);
    }

    public RecordDecoder NewDecoder() => new(this);

    public RecordEncoder NewEncoder() => new(this);

    private static CopybookField AsText(CopybookView view) => new()
    {
        Level = 66,
        Name = view.Name,
        JsonName = view.Name,
        At = view.From.At,
        Length = view.Length,
        Offset = view.Offset,
        Picture = new Picture($"X({view.Length})", PictureCategory.Alphanumeric, 0, 0, view.Length, false),
    };
}

/// <summary>A 66 level with the codec of its bytes.</summary>
internal sealed record CompiledView(CopybookView View, LeafCodec Codec)
{
    public byte[] Property { get; } = Node.NameOf(View.Name);
}
