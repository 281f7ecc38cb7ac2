using Passerelle.Gateway.Workspace.Mapping.Values;
using Passerelle.Gateway.Workspace.Options;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Mapping.Converters;

/// <summary>The one list of converters.</summary>
public static class ConverterCatalogue
{
    /// <summary>By name, in the order of the alphabet.</summary>
    public static IReadOnlyList<ConverterSpec> All { get; } =
    [
        .. new[]
        {
            TrimConverter.Spec, CaseConverter.Spec, MaskConverter.Spec, NullWhenConverter.Spec, DefaultConverter.Spec,
            DigitsConverter.Spec, PadConverter.Left, PadConverter.Right, SubstringConverter.Spec, ReplaceConverter.Spec,
            SplitConverter.Spec,
            BooleanConverter.Spec, LookupConverter.Spec, DecimalConverter.Spec, IntegerConverter.Spec,
            DateConverter.Spec, TimeConverter.Spec, DateTimeConverter.Spec,
            CheckDigitConverter.Siren, CheckDigitConverter.Siret, CheckDigitConverter.Luhn, CheckDigitConverter.Nir,
            CheckDigitConverter.Iban, CheckDigitConverter.Ean,
        }.OrderBy(s => s.Name, StringComparer.Ordinal),
    ];

    /// <summary>Makes one entry of a <c>convert</c> list; null when a problem was reported.</summary>
    internal static Converter? Create(BoundTag tag, ILookupSource lookups, IProblemSink problems) =>
        All.Single(s => s.Name == tag.Name).Create(new ConverterOptions(tag.Options, lookups, problems));

    /// <summary>Applies converters in order; the fault says what the failing one found.</summary>
    internal static Fault? Run(Converter[] converters, Cell cell)
    {
        foreach (var converter in converters)
        {
            if (cell.Kind == CellKind.Null && !converter.TakesNull) continue;
            if (cell.Kind == CellKind.Json) return NotScalar with { Found = Short(cell.Text) };
            if (converter.Apply(cell) is { } fault) return fault with { Found = Short(cell.Text) };
        }

        return null;
    }

    internal static string Short(ReadOnlySpan<char> text) => text.Length > 200 ? text[..200].ToString() : text.ToString();

    private static readonly Fault NotScalar = new(
        MappingCodes.NotScalar, "one value", "name a member inside it in `from`, or map it with `array` or `jmesPath`");
}
