using System.Text;
using DevLab.JmesPath;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Passerelle.Gateway.Workspace.Mapping.Converters;
using Passerelle.Gateway.Workspace.Mapping.Values;

namespace Passerelle.Gateway.Workspace.Mapping.Runtime;

/// <summary>A JMESPath over the record (or the list element), for what paths and converters can't say. Slower: it builds a document.</summary>
internal sealed class JmesPathExpression(string text) : Expression
{
    private const int MostDepth = 64;

    // A compiled expression keeps state while it runs, so each thread has its own.
    [ThreadStatic]
    private static Dictionary<string, DevLab.JmesPath.Expressions.JmesPathExpression>? _compiled;

    public static string? Check(string text)
    {
        try
        {
            new JmesPath().Parse(text);
            return null;
        }
        catch (Exception e)
        {
            return e.Message.TrimEnd('.', ' ');
        }
    }

    public override Fault? Evaluate(MapRun run, Cell cell)
    {
        try
        {
            var json = Encoding.UTF8.GetString(run.Record.Span.Slice(run.Scope.Start, run.Scope.Length));
            using var reader = new JsonTextReader(new StringReader(json))
            {
                DateParseHandling = DateParseHandling.None,
                FloatParseHandling = FloatParseHandling.Decimal,
                MaxDepth = MostDepth,
            };
            Set(cell, Compiled().Transform(JToken.ReadFrom(reader)).AsJToken());
            return null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The library throws plain exceptions for values a function cannot take.
            return new Fault(MappingCodes.JmesPath, "a record that the expression can be applied to", "correct `jmesPath`, or set `onError`")
            {
                Found = ConverterCatalogue.Short(e.Message),
            };
        }
    }

    private DevLab.JmesPath.Expressions.JmesPathExpression Compiled()
    {
        _compiled ??= new(StringComparer.Ordinal);
        if (!_compiled.TryGetValue(text, out var compiled)) _compiled[text] = compiled = new JmesPath().Parse(text);
        return compiled;
    }

    private static void Set(Cell cell, JToken token)
    {
        var json = token.ToString(Formatting.None);
        switch (token.Type)
        {
            case JTokenType.Null or JTokenType.Undefined: cell.SetNull(); break;
            case JTokenType.String: cell.SetText((string?)token); break;
            case JTokenType.Boolean: cell.SetBoolean((bool)token); break;
            case JTokenType.Integer or JTokenType.Float: cell.SetNumber(json); break;
            default: cell.SetJson(json); break;
        }
    }
}
