using Passerelle.Gateway.Ports.Store;

namespace Passerelle.Gateway.Rest.Collection;

/// <summary>An operator as clients write it, in brackets behind the field's name.</summary>
/// <param name="Meaning">What it says of the field, in words.</param>
internal sealed record NamedOperator(string Name, FilterOperator Operator, string Meaning);

/// <summary>The one list of operators, which requests are checked against and the description is made from.</summary>
internal static class FilterOperators
{
    private static readonly NamedOperator[] All =
    [
        new("ne", FilterOperator.NotEqual, "is another value"),
        new("lt", FilterOperator.Less, "is less"),
        new("lte", FilterOperator.LessOrEqual, "is less or equal"),
        new("gt", FilterOperator.Greater, "is greater"),
        new("gte", FilterOperator.GreaterOrEqual, "is greater or equal"),
        new("prefix", FilterOperator.Prefix, "starts with the text"),
    ];

    /// <summary>Those that a field can be filtered with, besides the bare name for equality.</summary>
    public static IEnumerable<NamedOperator> Of(StoreField field) => All.Where(o => Allows(field.Type, o.Operator));

    private static bool Allows(StoreType type, FilterOperator op) => type switch
    {
        StoreType.Boolean => op is FilterOperator.NotEqual,
        StoreType.Number => op is not FilterOperator.Prefix,
        _ => true,
    };
}
