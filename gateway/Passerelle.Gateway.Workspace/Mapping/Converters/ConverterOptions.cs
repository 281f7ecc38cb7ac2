using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Mapping.Converters;

/// <summary>A converter's options as written, checked against its spec while they are read.</summary>
internal sealed class ConverterOptions
{
    private readonly ConverterSpec _spec;
    private readonly Dictionary<string, ConfigNode> _values = new(StringComparer.Ordinal);

    public ConverterOptions(ConverterSpec spec, ConfigNode place, ConfigNode? written, NodeReader reader, ILookupSource lookups)
    {
        (_spec, Place, Reader, Lookups) = (spec, place, reader, lookups);
        if (written is ConfigMap map)
        {
            reader.KnownKeys(map, [.. spec.Options.Select(o => o.Name)]);
            foreach (var entry in map.Entries) _values[entry.Key] = entry.Value;
        }
        else if (written is not null)
        {
            if (spec.Options.Count > 0) _values[spec.Options[0].Name] = written;
            else reader.Report(MappingCodes.UnknownKey, written, $"`{spec.Name}` has no options", $"write `{spec.Name}` alone");
        }

        foreach (var option in spec.Options) Check(option);
    }

    public ConfigNode Place { get; }

    public NodeReader Reader { get; }

    public ILookupSource Lookups { get; }

    public string? Text(string name) => _values.TryGetValue(name, out var node) ? (node as ConfigScalar)?.Text : Default(name);

    public int Whole(string name, int fallback) =>
        int.TryParse(Text(name), System.Globalization.CultureInfo.InvariantCulture, out var value) ? value : fallback;

    public bool Flag(string name) => Text(name) == "true";

    public IReadOnlyList<string> List(string name) => _values.TryGetValue(name, out var node)
        ? node is ConfigList list ? [.. list.Items.OfType<ConfigScalar>().Select(i => i.Text ?? "")] : [(node as ConfigScalar)?.Text ?? ""]
        : Default(name) is { } text ? [text] : [];

    /// <summary>What to do with a value that is not known: <c>fail</c>, <c>null</c>, <c>keep</c> or a constant.</summary>
    public UnknownPolicy Policy(string name) => _values.TryGetValue(name, out var node) ? UnknownPolicy.Of(node) : UnknownPolicy.Fail;

    /// <summary>Reports that an option's value cannot be; always null, to be returned by a factory.</summary>
    public Converter? Refuse(string name, string message, string repair)
    {
        Reader.Report(MappingCodes.BadOption, _values.GetValueOrDefault(name) ?? Place, message, repair);
        return null;
    }

    public ConfigNode NodeOf(string name) => _values.GetValueOrDefault(name) ?? Place;

    private string? Default(string name) => _spec.Options.FirstOrDefault(o => o.Name == name)?.Default;

    private void Check(OptionSpec option)
    {
        if (!_values.TryGetValue(option.Name, out var node))
        {
            if (option.Required)
                Reader.Report(MappingCodes.MissingKey, Place, $"`{_spec.Name}` needs `{option.Name}`", $"write `{_spec.Name}: {{ {option.Name}: {option.Example ?? "..."} }}`");
            return;
        }

        switch (option.Type)
        {
            case OptionType.Integer: Reader.Whole(node, (int)(option.Minimum ?? 0), (int)(option.Maximum ?? 1000)); break;
            case OptionType.Boolean: Reader.Flag(node); break;
            case OptionType.TextList: Reader.Texts(node); break;
            case OptionType.Text: Reader.Text(node); break;
            case OptionType.Choice when Reader.Text(node) is { } text && !option.Choices.Contains(text):
                Reader.Report(MappingCodes.BadOption, node, $"`{text}` is not a choice of `{option.Name}`", NearestName.Advice(text, [.. option.Choices]));
                break;
        }
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
