using System.Globalization;
using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Options;

/// <summary>Reads single values as their specs say; null after a problem was reported.</summary>
internal sealed class LeafBinder(ReferenceResolver? references, BindingRules rules, IProblemSink problems)
{
    public string? Text(ConfigNode node, OptionSpec spec, string expected = "text")
    {
        if (node is not ConfigScalar { Text: { } text } scalar)
        {
            WrongType(node, spec, expected);
            return null;
        }

        if (spec.Secret && !ReferenceResolver.HasReference(text))
        {
            problems.Report(
                OptionCodes.PlainSecret,
                node,
                $"`{spec.Name}` is a secret and stands here in the open",
                $"write `${{env:NAME}}` or `${{secret:{spec.Name}}}`, and change the secret if this file was ever shared");
            return null;
        }

        return references is null ? text : references.Resolve(scalar, problems);
    }

    public string? Address(ConfigNode node, OptionSpec spec)
    {
        if (Text(node, spec, "an address") is not { } text)
            return null;
        if (AddressText.IsAddress(text))
            return text;
        problems.Report(
            OptionCodes.BadAddress, node, $"{Found(node, spec)} is not an address",
            $"write an absolute URL or host and port, as `{spec.Example ?? "https://legacy.example/ws"}`");
        return null;
    }

    public string? Choice(ConfigNode node, OptionSpec spec)
    {
        if (Text(node, spec) is not { } text)
            return null;
        if (spec.Choices.Contains(text, StringComparer.Ordinal))
            return text;
        problems.Report(
            rules.NotAChoice, node, $"{Found(node, spec)} is none of {NearestName.List(spec.Choices)}", Nearest(text, spec.Choices));
        return null;
    }

    public object? Integer(ConfigNode node, OptionSpec spec) => Parsed(node, spec, "a whole number", ParseInteger);

    public object? Number(ConfigNode node, OptionSpec spec) => Parsed(node, spec, "a number", ParseNumber);

    public object? Boolean(ConfigNode node, OptionSpec spec) => Parsed(node, spec, "`true` or `false`", ParseBoolean);

    public ConfigNode? Value(ConfigNode node, OptionSpec spec)
    {
        if (node is ConfigScalar)
            return node;
        WrongType(node, spec, "one value");
        return null;
    }

    public void WrongType(ConfigNode node, OptionSpec spec, string expected)
    {
        var repair = spec.Example is null ? $"write {expected}" : $"write {expected}, as `{spec.Example}`";
        problems.Report(rules.WrongType, node, $"expected {expected}, found {Found(node, spec)}", repair);
    }

    public static object? ParseBoolean(string text) => text switch
    {
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ => null,
    };

    private static object? ParseInteger(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static object? ParseNumber(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    private object? Parsed(ConfigNode node, OptionSpec spec, string expected, Func<string, object?> parse)
    {
        if (Text(node, spec, expected) is not { } text)
            return null;

        var quoted = node is ConfigScalar { IsQuoted: true } leaf
            && !(references is not null && ReferenceResolver.HasReference(leaf.Text!));
        if (parse(text) is not { } value)
        {
            var code = parse == ParseBoolean ? rules.WrongType : rules.NotANumber;
            problems.Report(code, node, $"expected {expected}, found {Found(node, spec)}",
                spec.Example is null ? $"write {expected}" : $"write {expected}, as `{spec.Example}`");
            return null;
        }

        if (quoted)
        {
            problems.Report(rules.WrongType, node, $"expected {expected}, found quoted text", $"write {text} without quotes");
            return null;
        }

        return InBounds(node, spec, value) ? value : null;
    }

    private bool InBounds(ConfigNode node, OptionSpec spec, object value)
    {
        if (value is bool)
            return true;
        var number = Convert.ToDecimal(value, CultureInfo.InvariantCulture);
        if (!(number < spec.Minimum) && !(number > spec.Maximum))
            return true;
        var bounds = (spec.Minimum, spec.Maximum) switch
        {
            ({ } low, { } high) => $"from {Plain(low)} to {Plain(high)}",
            ({ } low, _) => $"of at least {Plain(low)}",
            (_, var high) => $"of at most {Plain(high!.Value)}",
        };
        problems.Report(rules.OutOfBounds, node, $"{Found(node, spec)} is out of bounds", $"write a number {bounds}");
        return false;
    }

    private static string Found(ConfigNode node, OptionSpec spec) =>
        spec.Secret && node is ConfigScalar ? "text" : ConfigText.Describe(node);

    private static string Nearest(string text, IReadOnlyList<string> choices) => (NearestName.Of(text, choices), choices) switch
    {
        ({ } near, _) => $"write `{near}`",
        (_, [var only]) => $"write `{only}`",
        _ => $"write one of {NearestName.List(choices)}",
    };

    private static string Plain(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}
