using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Rest.Parameters;
using Passerelle.Gateway.Rest.Problems;
using Passerelle.Gateway.Rest.Served;

namespace Passerelle.Gateway.Rest.Collection;

/// <summary>Reads the query string of a collection against what its contract allows; all mistakes at once.</summary>
internal sealed class CollectionParser(ServedContract served, RestLimits limits, PageCursor cursors)
{
    public const string Limit = "limit";
    public const string Cursor = "cursor";
    public const string Sort = "sort";
    private static readonly string[] Reserved = [Limit, Cursor, Sort, FieldList.Fields, FieldList.Include];

    private readonly FilterValues _values = new(served, limits.FilterValueChars);

    public CollectionRequest Parse(HttpRequest http)
    {
        var query = new QueryParameters(http.QueryString);
        var request = new CollectionRequest { Fields = served.Visibility.Root, Carried = query.Without(Cursor) };
        var filters = new List<StoreFilter>();
        string? cursor = null;
        foreach (var (name, value) in query.Given)
        {
            switch (name)
            {
                case Limit: request = request with { Limit = ReadLimit(query, value) }; break;
                case Cursor: cursor = value; break;
                case Sort: request = request with { Sort = ReadSort(query, value) }; break;
                case FieldList.Fields: request = request with { Fields = FieldList.Parse(served, query, value) }; break;
                case FieldList.Include: request = request with { IncludeMeta = FieldList.ParseInclude(query, value) }; break;
                default: AddFilter(query, filters, name, value); break;
            }
        }

        if (filters.Count > limits.Filters)
        {
            query.Refuse(
                RestErrors.TooManyFilters, filters[limits.Filters].Field.Name,
                $"{filters.Count} filters are given; at most {limits.Filters} are taken.");
        }

        request = request with { Filters = filters, CountExact = PrefersCount(http) };
        query.ThrowIfRefused();
        return cursor is null ? request : request with { After = Open(query, cursor, request) };
    }

    /// <summary>What a cursor is good for: the contract, its filters and its order; the page size and fields may change.</summary>
    public string BindingOf(CollectionRequest request)
    {
        var text = new StringBuilder(served.Name);
        foreach (var f in request.Filters.OrderBy(f => f.Field.Name, StringComparer.Ordinal).ThenBy(f => f.Operator))
            text.Append('\n').Append(f.Field.Name).Append('\t').Append((int)f.Operator).Append('\t').Append(f.Value);
        text.Append("\n\n");
        foreach (var s in request.Sort) text.Append(s.Descending ? '-' : '+').Append(s.Field.Name);
        return text.ToString();
    }

    private StoreCursor? Open(QueryParameters query, string cursor, CollectionRequest request)
    {
        var opened = cursors.Open(cursor, BindingOf(request));
        if (opened is null || opened.SortValues.Count != request.Sort.Count)
            query.Refuse(RestErrors.BadCursor, Cursor, "The cursor was changed, or was given for another contract, filter or sort.");
        query.ThrowIfRefused();
        return opened;
    }

    private static int ReadLimit(QueryParameters query, string value)
    {
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            && limit is >= 1 and <= CollectionRequest.MaxLimit) return limit;
        query.Refuse(
            RestErrors.BadLimit, Limit, $"'{QueryParameters.Cut(value)}' is not a whole number from 1 to {CollectionRequest.MaxLimit}.");
        return CollectionRequest.DefaultLimit;
    }

    private List<StoreSort> ReadSort(QueryParameters query, string value)
    {
        var sort = new List<StoreSort>();
        foreach (var part in value.Split(','))
        {
            var descending = part.StartsWith('-');
            var name = descending ? part[1..] : part;
            var field = served.Sortable.FirstOrDefault(f => f.Name == name);
            if (field is null || sort.Exists(s => s.Field.Name == name) || sort.Count == limits.SortFields)
            {
                query.Refuse(
                    RestErrors.BadSort, Sort, $"'{QueryParameters.Cut(part)}' cannot be used. "
                        + $"Sort by at most {limits.SortFields} of: {Names(served.Sortable)}; each once.");
                return sort;
            }

            sort.Add(new StoreSort(field, descending));
        }

        return sort;
    }

    private void AddFilter(QueryParameters query, List<StoreFilter> filters, string name, string value)
    {
        var open = name.EndsWith(']') ? name.IndexOf('[', StringComparison.Ordinal) : -1;
        var fieldName = open < 0 ? name : name[..open];
        var field = served.Filterable.FirstOrDefault(f => f.Name == fieldName);
        if (field is null)
        {
            var filtersText = served.Filterable.Count == 0 ? "none" : Names(served.Filterable);
            query.Refuse(
                RestErrors.UnknownParameter, name,
                $"'{QueryParameters.Cut(name)}' does not exist. Parameters: {string.Join(", ", Reserved)}; filters: {filtersText}.");
            return;
        }

        if (OperatorOf(field, open < 0 ? null : name[(open + 1)..^1]) is not { } op)
        {
            var operators = string.Join(", ", FilterOperators.Of(field).Select(o => o.Name));
            query.Refuse(
                RestErrors.BadOperator, name, $"'{QueryParameters.Cut(name)}' does not exist. Operators of {field.Name}: {operators}.");
            return;
        }

        if (_values.Read(field, op, value, out var allowed) is { } canonical) filters.Add(new StoreFilter(field, op, canonical));
        else query.Refuse(RestErrors.BadFilterValue, name, $"The value of {QueryParameters.Cut(name)} must be {allowed}.");
    }

    /// <summary>Null when the field has no operator of that name; a field without brackets asks for equality.</summary>
    private static FilterOperator? OperatorOf(StoreField field, string? name) =>
        name is null ? FilterOperator.Equal : FilterOperators.Of(field).FirstOrDefault(o => o.Name == name)?.Operator;

    private static bool PrefersCount(HttpRequest http) => http.Headers[CollectionEndpoint.Prefer]
        .SelectMany(v => (v ?? "").Split(','))
        .Any(p => p.Split(';')[0].Replace("\"", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal)
            .Equals("count=exact", StringComparison.OrdinalIgnoreCase));

    private static string Names(IEnumerable<StoreField> fields) => string.Join(", ", fields.Select(f => f.Name));
}
