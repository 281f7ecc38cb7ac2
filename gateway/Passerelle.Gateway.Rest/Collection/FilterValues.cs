using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Rest.Fields;
using Passerelle.Gateway.Rest.Served;

namespace Passerelle.Gateway.Rest.Collection;

/// <summary>Checks a filter value against the schema of its field and brings it to the store's canonical text.</summary>
internal sealed class FilterValues(ServedContract served, int maxChars)
{
    private static readonly string[] Instants =
    [
        "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
        "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
    ];

    private readonly Dictionary<string, Rule> _rules = served.Filterable.ToDictionary(
        f => f.Name, f => new Rule(f.Type, served.SchemaOf(f)), StringComparer.Ordinal);

    /// <summary>The canonical value; null with the allowed form when it does not fit.</summary>
    public string? Read(StoreField field, FilterOperator op, string value, out string allowed)
    {
        var rule = _rules[field.Name];
        allowed = op == FilterOperator.Prefix ? $"text of 1 to {maxChars} characters" : rule.Allowed(maxChars);
        if (value.Length > maxChars || value.AsSpan().ContainsAny('\0', '\uFFFD')) return null;
        if (op == FilterOperator.Prefix) return value.Length > 0 ? value : null;
        return rule.Read(value, exact: op is FilterOperator.Equal or FilterOperator.NotEqual);
    }

    private sealed class Rule
    {
        private readonly StoreType _type;
        private readonly bool _integer;
        private readonly string? _format;
        private readonly string? _pattern;
        private readonly Regex? _regex;
        private readonly string[] _enum;

        public Rule(StoreType type, JsonElement schema)
        {
            _type = type;
            _integer = SchemaFields.Types(schema) is ["integer"];
            _format = SchemaFields.Text(schema, "format");
            _pattern = SchemaFields.Text(schema, "pattern");
            _regex = _pattern is null ? null : Compile(_pattern);
            _enum = SchemaFields.Property(schema, "enum", out var values)
                ? [.. values.EnumerateArray().Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!)]
                : [];
        }

        public string Allowed(int maxChars) => (_type, _format) switch
        {
            (StoreType.Boolean, _) => "true or false",
            (StoreType.Number, _) => _integer ? "a whole number, as 42" : "a decimal number with a point, as 12.50",
            (_, "date") => "a date, as 2020-01-31",
            (_, "date-time") => "a date and time with offset, as 2020-01-31T08:30:00Z",
            _ when _enum.Length > 0 => "one of " + string.Join(", ", _enum),
            _ when _regex is not null => $"text that matches {_pattern}",
            _ => $"text of at most {maxChars} characters",
        };

        public string? Read(string value, bool exact) => (_type, _format) switch
        {
            (StoreType.Boolean, _) => value is "true" or "false" ? value : null,
            (StoreType.Number, _) => Number(value),
            (_, "date") => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? value : null,
            (_, "date-time") => Instant(value),
            _ when exact && _enum.Length > 0 => _enum.Contains(value, StringComparer.Ordinal) ? value : null,
            _ when exact && _regex is not null => _regex.IsMatch(value) ? value : null,
            _ => value,
        };

        private string? Number(string value)
        {
            const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
            if (value.Length > 30 || !decimal.TryParse(value, Style, CultureInfo.InvariantCulture, out var number)) return null;
            if (_integer && number != decimal.Truncate(number)) return null;
            return number.ToString("0.############################", CultureInfo.InvariantCulture);
        }

        /// <summary>A plus sign reads as a space in a query string; it is given back before the offset.</summary>
        private static string? Instant(string value)
        {
            var text = value.Replace(' ', '+');
            return DateTimeOffset.TryParseExact(text, Instants, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)
                ? text
                : null;
        }

        /// <summary>Linear-time matching only: the value comes from outside. A pattern beyond that is left unchecked.</summary>
        private static Regex? Compile(string pattern)
        {
            try
            {
                return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);
            }
            catch (Exception e) when (e is NotSupportedException or ArgumentException)
            {
                return null;
            }
        }
    }
}
