using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Options;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Mapping.Converters;

/// <summary>A converter's options, bound by its spec, and what else it is made from.</summary>
internal sealed class ConverterOptions(BoundOptions options, ILookupSource lookups, IProblemSink problems)
{
    public ILookupSource Lookups => lookups;

    public string? Text(string name) => options.Text(name);

    /// <summary>Of an option that is required or has a default.</summary>
    public int Whole(string name) => (int)options.Integer(name);

    /// <summary>Null when it is left out.</summary>
    public int? MaybeWhole(string name) => options.Whole(name);

    public bool Flag(string name) => options.Boolean(name);

    public IReadOnlyList<string> List(string name) => options.TextList(name);

    /// <summary>What to do with a value that is not known: <c>fail</c>, <c>null</c>, <c>keep</c> or a constant.</summary>
    public UnknownPolicy Policy(string name) => options.Map[name] is { } node ? UnknownPolicy.Of(node) : UnknownPolicy.Fail;

    /// <summary>Reports that an option's value cannot be; always null, to be returned by a factory.</summary>
    public Converter? Refuse(string name, string message, string repair, ErrorCode? code = null)
    {
        problems.Report(code ?? MappingCodes.BadOption, options.Map[name] ?? options.Map, message, repair);
        return null;
    }
}

/// <summary>What becomes of a value that is not known.</summary>
internal sealed record UnknownPolicy(UnknownAction Action, string? Constant = null)
{
    public static readonly UnknownPolicy Fail = new(UnknownAction.Fail);

    public static UnknownPolicy Of(ConfigNode node) => node switch
    {
        ConfigScalar { Text: null } or ConfigScalar { Text: "null", IsQuoted: false } => new(UnknownAction.Null),
        ConfigScalar { Text: "fail", IsQuoted: false } => Fail,
        ConfigScalar { Text: "keep", IsQuoted: false } => new(UnknownAction.Keep),
        ConfigScalar scalar => new(UnknownAction.Constant, scalar.Text),
        _ => Fail,
    };
}

internal enum UnknownAction
{
    Fail,
    Null,
    Keep,
    Constant,
}
