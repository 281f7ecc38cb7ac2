using Passerelle.Contracts.Errors;
using Passerelle.Formats.Copybook.Codec.Compiled;
using Passerelle.Formats.Copybook.Items;
using Passerelle.Formats.Copybook.Layout;

namespace Passerelle.Formats.Copybook.Codec;

/// <summary>The outcome of compiling a layout: a codec, or every problem of the options.</summary>
public sealed record RecordCodecResult(RecordCodec? Codec, IReadOnlyList<Problem> Problems);

/// <summary>A layout compiled once for some options. Shared freely; its decoders and encoders serve one thread each.</summary>
public sealed class RecordCodec
{
    private readonly RecordProgram? _program;
    private readonly Func<CopybookField, LeafCodec> _leaf;

    private RecordCodec(CopybookLayout layout, CodecOptions options, GroupNode root, CodecCompiler compiler, CompiledView[] views)
    {
        (Layout, Options, Root, Slots, Views) = (layout, options, root, compiler.Slots, views);
        _leaf = compiler.Leaf;
        // Bytes kept beside values are an errand of the nodes.
        _program = options.KeepRaw ? null : ProgramBuilder.Record(root);
    }

    public CopybookLayout Layout { get; }
    public CodecOptions Options { get; }
    internal GroupNode Root { get; }
    internal int Slots { get; }
    internal CompiledView[] Views { get; }

    /// <summary>Compiles; never throws on what a user can write.</summary>
    public static RecordCodecResult Compile(CopybookLayout layout, CodecOptions options)
    {
        var problems = new ProblemList(100);
        var compiler = new CodecCompiler(layout, options, problems);
        var root = compiler.Compile();
        CompiledView[] views = options.Views
            ? [.. layout.Views.Select(view => new CompiledView(view, compiler.Leaf(view.Single ?? AsText(view)), compiler.SlotsOf(view)))]
            : [];
        return new RecordCodecResult(problems.All.Count > 0 ? null : new RecordCodec(layout, options, root, compiler, views), problems.All);
    }

    /// <summary>The codec of a leaf, wherever it stands.</summary>
    internal LeafCodec Leaf(CopybookField field) => _leaf(field);

    public RecordDecoder NewDecoder() => new(this, _program);

    /// <summary>A decoder that walks the layout's tree, field by field: slower, and what the compiled one is checked against.</summary>
    public RecordDecoder NewSimpleDecoder() => new(this, null);

    /// <summary>Columns of typed values, for some items (by name or path; groups stand for all below them) or for all.</summary>
    /// <exception cref="ArgumentException">An item is not in the layout.</exception>
    public RecordColumns NewColumns(params ReadOnlySpan<string> items) => RecordColumns.Create(this, items);

    /// <summary>A reader of one leaf; null when there is no such leaf, or its place changes from record to record.</summary>
    public FieldReader? NewFieldReader(string item) => FieldReader.Create(this, item);

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
internal sealed record CompiledView(CopybookView View, LeafCodec Codec, (int Start, int End) Slots)
{
    /// <summary>Where the view's bytes are in a record that was decoded; an empty range when they are not in it.</summary>
    public (int Start, int End) Place(CodecState state)
    {
        if (Slots.Start < 0) return (View.Offset, View.Offset + View.Length);
        var start = state.Positions[Slots.Start];
        var end = View.Single is not null ? start + View.Length : Slots.End >= 0 ? state.Positions[Slots.End] : state.Position;
        return start < 0 ? (0, 0) : (start, end);
    }

    public byte[] Property { get; } = Node.NameOf(View.Name);
}
