using Passerelle.Contracts.Errors;
using Passerelle.Formats.Copybook.Items;
using Passerelle.Formats.Copybook.Parsing;

namespace Passerelle.Formats.Copybook.Layout;

/// <summary>The outcome of reading a copybook: a layout, or every problem of it.</summary>
public sealed record CopybookResult(CopybookLayout? Layout, IReadOnlyList<Problem> Problems);

/// <summary>A record's layout: a tree of items with their places.</summary>
public sealed class CopybookLayout
{
    internal CopybookLayout(CopybookField root, IReadOnlyList<CopybookView> views, CopybookOptions options)
    {
        Root = root;
        Views = views;
        Options = options;
    }

    /// <summary>The record; when there are several 01 levels, a nameless group (level 0) in which they share their bytes.</summary>
    public CopybookField Root { get; }

    /// <summary>The 66 levels.</summary>
    public IReadOnlyList<CopybookView> Views { get; }
    public CopybookOptions Options { get; }

    /// <summary>Bytes of the longest record.</summary>
    public int MaxLength => Root.Length;

    /// <summary>Reads copybooks that together describe one file; never throws on their text.</summary>
    public static CopybookResult Parse(CopybookOptions options, params ReadOnlySpan<CopyMember> copybooks)
    {
        var problems = new ProblemList(options.MaxProblems);
        var items = new List<CopybookField>();
        foreach (var copybook in copybooks)
        {
            var tokens = new CopyExpander(options, problems).Expand(copybook);
            items.AddRange(new EntryParser(new TokenReader(tokens, 0, new SourceLocation(copybook.File, 1, 1)), options, problems).Read());
        }

        var file = copybooks.Length > 0 ? copybooks[0].File : "copybook";
        var layout = new LayoutBuilder(options, problems).Build(items, file);
        return new CopybookResult(problems.All.Count == 0 ? layout : null, problems.All);
    }

    /// <summary>The item with a name or a dotted path, wherever it stands; null when there is none.</summary>
    public CopybookField? Find(string name)
    {
        foreach (var field in Root.Walk())
            if (field.IsCalled(name)) return field;
        return null;
    }
}
