using System.Text;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Workspace.Problems;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Passerelle.Gateway.Workspace.Documents;

/// <summary>Reads one YAML 1.2 document into <see cref="ConfigNode"/>s: text with positions, no types, no anchors, no tags.</summary>
public static class YamlReader
{
    /// <summary>Deepest nesting of maps and lists.</summary>
    public const int MaxDepth = 64;

    /// <summary>Largest file, in bytes of UTF-8.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Reads a file's text; null when there is nothing to go on with. Every problem goes to the sink.</summary>
    /// <param name="file">The name that problems show.</param>
    public static ConfigNode? Read(string file, string text, IProblemSink problems)
    {
        if (text.Length > MaxBytes || Encoding.UTF8.GetByteCount(text) > MaxBytes)
        {
            problems.Report(new Problem(
                DocumentCodes.TooLarge,
                new SourceLocation(file, 0, 0),
                "",
                $"the file is larger than {MaxBytes} bytes",
                "split it into several files"));
            return null;
        }

        var content = text.StartsWith('\uFEFF') ? text[1..] : text;
        var run = new YamlRun(file, new Parser(new StringReader(content)), problems);
        try
        {
            return run.Document();
        }
        catch (YamlException e)
        {
            problems.Report(new Problem(
                DocumentCodes.Syntax,
                new SourceLocation(file, (int)Math.Max(1, e.Start.Line), (int)Math.Max(1, e.Start.Column)),
                "",
                $"the YAML cannot be read: {Sentence(e.Message)}",
                "correct the indentation, quotes or brackets at this place"));
            return null;
        }
        catch (InvalidOperationException)
        {
            // The scanner gives up this way on some unclosed brackets.
            problems.Report(new Problem(
                DocumentCodes.Syntax,
                run.Place,
                "",
                "the YAML cannot be read: a bracket, brace or quote is not closed",
                "close what is open at or before this place"));
            return null;
        }
    }

    private static string Sentence(string message)
    {
        var line = message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
        return line.Length == 0 ? "unknown reason" : char.ToLowerInvariant(line[0]) + line[1..];
    }
}

/// <summary>One pass over a document's parser events.</summary>
internal sealed class YamlRun(string file, IParser parser, IProblemSink problems)
{
    private bool _stopped;

    /// <summary>Where the parser stands.</summary>
    public SourceLocation Place => parser.Current is { } current ? At(current.End) : new SourceLocation(file, 1, 1);

    public ConfigNode? Document()
    {
        parser.Consume<StreamStart>();
        if (parser.Accept<StreamEnd>(out _))
            return Empty();

        parser.Consume<DocumentStart>();
        var root = Node("", 0);
        if (_stopped)
            return null;

        parser.Consume<DocumentEnd>();
        if (parser.Accept<DocumentStart>(out var second))
            Report(DocumentCodes.SecondDocument, second.Start, "", "a second document begins here", "keep one document in a file: remove the `---`");
        return root is ConfigScalar { Text: null } ? Empty() : root;
    }

    private ConfigNode? Empty()
    {
        problems.Report(new Problem(DocumentCodes.EmptyFile, new SourceLocation(file, 0, 0), "", "the file holds nothing", "fill it or remove it"));
        return null;
    }

    private ConfigNode Node(string path, int depth)
    {
        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            Report(DocumentCodes.Anchor, alias.Start, path, $"`*{alias.Value}` is an alias", "write the value out");
            return new ConfigScalar(At(alias.Start), path, null, false);
        }

        var node = parser.Consume<NodeEvent>();
        CheckDecoration(node, path);
        if (node is Scalar scalar)
            return new ConfigScalar(At(scalar.Start), path, Text(scalar), scalar.Style != ScalarStyle.Plain);

        if (depth >= YamlReader.MaxDepth)
        {
            Report(DocumentCodes.TooDeep, node.Start, path, $"maps and lists nest deeper than {YamlReader.MaxDepth} levels", "nest less");
            _stopped = true;
            return new ConfigScalar(At(node.Start), path, null, false);
        }

        return node is SequenceStart ? List(node.Start, path, depth) : Map(node.Start, path, depth);
    }

    private ConfigList List(Mark start, string path, int depth)
    {
        var items = new List<ConfigNode>();
        while (!_stopped && !parser.TryConsume<SequenceEnd>(out _))
            items.Add(Node($"{path}[{items.Count}]", depth + 1));
        return new ConfigList(At(start), path, items);
    }

    private ConfigMap Map(Mark start, string path, int depth)
    {
        var entries = new List<ConfigEntry>();
        var seen = new Dictionary<string, SourceLocation>(StringComparer.Ordinal);
        while (!_stopped && !parser.TryConsume<MappingEnd>(out _))
        {
            var mark = parser.Current!.Start;
            var key = Key(path, depth);
            if (_stopped)
                break;
            var value = Node(key is null ? path : ConfigPath.Child(path, key), depth + 1);
            if (key is null)
                continue;
            if (seen.TryGetValue(key, out var first))
                Report(DocumentCodes.DuplicateKey, mark, ConfigPath.Child(path, key), $"`{key}` already stands at line {first.Line}", "keep one of the two");
            else
                entries.Add(new ConfigEntry(key, seen[key] = At(mark), value));
        }

        return new ConfigMap(At(start), path, entries);
    }

    /// <summary>Null (and a problem) when the key is a map, a list or an alias; it is read over.</summary>
    private string? Key(string path, int depth)
    {
        if (parser.TryConsume<Scalar>(out var scalar))
        {
            CheckDecoration(scalar, path);
            return scalar.Value;
        }

        var mark = parser.Current!.Start;
        Node(path, depth + 1);
        Report(DocumentCodes.ComplexKey, mark, path, "a key must be plain text", "write a name before the colon");
        return null;
    }

    private void CheckDecoration(NodeEvent node, string path)
    {
        if (!node.Anchor.IsEmpty)
            Report(DocumentCodes.Anchor, node.Start, path, $"`&{node.Anchor.Value}` is an anchor", "remove it and write the value out where it is used");
        // A lone `!` is the non-specific tag that the parser gives quoted text.
        if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific)
            Report(DocumentCodes.Tag, node.Start, path, $"`{node.Tag.Value}` is a tag", "remove it: types come from the specs");
    }

    private static string? Text(Scalar scalar) =>
        scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null" or "Null" or "NULL" ? null : scalar.Value;

    private SourceLocation At(Mark mark) => new(file, (int)mark.Line, (int)mark.Column);

    private void Report(ErrorCode code, Mark mark, string path, string message, string repair) =>
        problems.Report(new Problem(code, At(mark), path, message, repair));
}
