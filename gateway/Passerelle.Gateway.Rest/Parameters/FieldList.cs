using Passerelle.Gateway.Rest.Fields;
using Passerelle.Gateway.Rest.Problems;
using Passerelle.Gateway.Rest.Served;

namespace Passerelle.Gateway.Rest.Parameters;

/// <summary>Reads the parameters <c>fields</c> and <c>include</c>, which collections and items share.</summary>
internal static class FieldList
{
    public const string Fields = "fields";
    public const string Include = "include";
    public const string Meta = "meta";

    public static FieldNode Parse(ServedContract served, QueryParameters query, string value)
    {
        var names = value.Split(',');
        foreach (var name in names.Where(n => !served.Fields.Contains(n, StringComparer.Ordinal)))
        {
            query.Refuse(
                RestErrors.UnknownField, Fields, $"'{QueryParameters.Cut(name)}' does not exist. Fields: {string.Join(", ", served.Fields)}.");
            return served.Visibility.Root;
        }

        return served.Visibility.Root.Select([.. names.Distinct(StringComparer.Ordinal).Select(n => n.Split('.'))]);
    }

    public static bool ParseInclude(QueryParameters query, string value)
    {
        if (value == Meta) return true;
        query.Refuse(RestErrors.BadInclude, Include, $"'{QueryParameters.Cut(value)}' does not exist. Additions: {Meta}.");
        return false;
    }
}
