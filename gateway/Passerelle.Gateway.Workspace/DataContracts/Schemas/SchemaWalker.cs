using System.Globalization;
using System.Text.Json;

namespace Passerelle.Gateway.Workspace.DataContracts.Schemas;

/// <summary>Walks a value and its schema side by side. Without a list it stops at the first violation and allocates nothing;
/// with one it goes on and names them all.</summary>
/// <remarks>Each method is called on the first token of a value and, when it goes on, leaves the reader on its last.</remarks>
internal static class SchemaWalker
{
    private const int StackWords = 16;

    public static bool Walk(SchemaNode node, ref Utf8JsonReader reader, ReadOnlySpan<byte> json, ViolationList? list)
    {
        var good = CheckBranches(node, in reader, json, list);
        if (!good && list is null) return false;
        if (node.Never)
        {
            list?.Add(ValidationCodes.Additional, "nothing here", Found(in reader, json), "leave it out of the mapping, or allow it in the contract's schema");
            good = false;
        }
        else if (!HasType(node.Types, in reader))
        {
            list?.Add(ValidationCodes.Type, TypeNames(node.Types), Found(in reader, json), "convert it in the flow's mapping, or widen `type` in the contract");
            good = false;
        }
        else
        {
            good &= CheckAllowed(node, in reader, json, list);
            if (!good && list is null) return false;
            good &= CheckKind(node, ref reader, json, list);
            return good;
        }

        reader.Skip();
        return good;
    }

    private static bool CheckKind(SchemaNode node, ref Utf8JsonReader reader, ReadOnlySpan<byte> json, ViolationList? list)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String: return !node.HasStringRules || ScalarRules.Text(node, in reader, list);
            case JsonTokenType.Number: return !node.HasNumberRules || ScalarRules.Number(node, in reader, list);
            case JsonTokenType.StartObject: return Object(node, ref reader, json, list);
            case JsonTokenType.StartArray: return Array(node, ref reader, json, list);
            default: return true;
        }
    }

    private static bool Object(SchemaNode node, ref Utf8JsonReader reader, ReadOnlySpan<byte> json, ViolationList? list)
    {
        var words = (node.Required.Length + 63) / 64;
        var seen = words <= StackWords ? stackalloc ulong[StackWords] : new ulong[words];
        var good = true;
        var next = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var property = Find(node.Properties, in reader, ref next);
            if (property is { RequiredIndex: >= 0 }) seen[property.RequiredIndex >> 6] |= 1UL << (property.RequiredIndex & 63);
            if (property is null) MarkUndeclared(node, in reader, seen);
            good &= Member(node, property, ref reader, json, list);
            if (!good && list is null) return false;
        }

        for (var i = 0; i < node.Required.Length; i++)
        {
            if ((seen[i >> 6] & (1UL << (i & 63))) != 0) continue;
            good = false;
            list?.Add(ValidationCodes.Required, "a value", "nothing", "map it in the flow's `mapping`, or drop it from `required`", node.Required[i]);
        }

        return good;
    }

    private static void MarkUndeclared(SchemaNode node, in Utf8JsonReader reader, Span<ulong> seen)
    {
        for (var i = 0; i < node.Required.Length; i++)
            if (reader.ValueTextEquals(node.Required[i])) seen[i >> 6] |= 1UL << (i & 63);
    }

    private static bool Member(SchemaNode node, SchemaProperty? property, ref Utf8JsonReader reader, ReadOnlySpan<byte> json, ViolationList? list)
    {
        list?.Push(reader.GetString()!);
        var schema = property?.Node ?? node.Additional;
        reader.Read();
        var good = true;
        if (schema is null) reader.Skip();
        else good = Walk(schema, ref reader, json, list);
        list?.Pop();
        return good;
    }

    /// <summary>Values are mostly written in schema order, so the search starts where the last one ended.</summary>
    private static SchemaProperty? Find(SchemaProperty[] properties, in Utf8JsonReader reader, ref int next)
    {
        for (var i = 0; i < properties.Length; i++)
        {
            var at = next + i < properties.Length ? next + i : next + i - properties.Length;
            if (!reader.ValueTextEquals(properties[at].Utf8Name)) continue;
            next = at + 1 == properties.Length ? 0 : at + 1;
            return properties[at];
        }

        return null;
    }

    private static bool Array(SchemaNode node, ref Utf8JsonReader reader, ReadOnlySpan<byte> json, ViolationList? list)
    {
        var good = !node.UniqueItems || UniqueRule.Check(in reader, json, list);
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            list?.Push(count.ToString(CultureInfo.InvariantCulture));
            if (node.Items is null) reader.Skip();
            else good &= Walk(node.Items, ref reader, json, list);
            list?.Pop();
            if (!good && list is null) return false;
            count++;
        }

        if (count >= node.MinItems && count <= node.MaxItems) return good;
        list?.Add(
            ValidationCodes.Items,
            count < node.MinItems ? $"at least {node.MinItems} items" : $"at most {node.MaxItems} items",
            $"{count}",
            "correct the record, or change `minItems` or `maxItems` in the contract");
        return false;
    }

    private static bool CheckBranches(SchemaNode node, in Utf8JsonReader start, ReadOnlySpan<byte> json, ViolationList? list)
    {
        if (!node.HasBranches) return true;
        var good = true;
        foreach (var branch in node.AllOf)
        {
            var copy = start;
            good &= Walk(branch, ref copy, json, list);
        }

        if (node.AnyOf.Length > 0 && Matches(node.AnyOf, in start, json) == 0)
        {
            good = false;
            list?.Add(ValidationCodes.Choice, $"one of {node.AnyOf.Length} alternatives of `anyOf`", "none that fits", "correct the value, or add an alternative to the contract");
        }

        if (node.OneOf.Length == 0) return good;
        var matches = Matches(node.OneOf, in start, json);
        if (matches == 1) return good;
        list?.Add(ValidationCodes.Choice, $"exactly one of {node.OneOf.Length} alternatives of `oneOf`", $"{matches} that fit", "correct the value, or make the alternatives distinct");
        return false;
    }

    private static int Matches(SchemaNode[] branches, in Utf8JsonReader start, ReadOnlySpan<byte> json)
    {
        var count = 0;
        foreach (var branch in branches)
        {
            var copy = start;
            if (Walk(branch, ref copy, json, null)) count++;
        }

        return count;
    }

    private static bool CheckAllowed(SchemaNode node, in Utf8JsonReader reader, ReadOnlySpan<byte> json, ViolationList? list)
    {
        if (node.Allowed is not { } allowed) return true;
        foreach (var constant in allowed)
            if (IsEqual(constant, in reader, json)) return true;
        list?.Add(
            ValidationCodes.Enum,
            AllowedText(allowed),
            Found(in reader, json),
            "map it to an allowed value (converter `lookup`), or add it to `enum` in the contract");
        return false;
    }

    private static string AllowedText(SchemaConstant[] allowed) => allowed.Length switch
    {
        0 => "what both `enum` and `const` allow, which is nothing",
        1 => allowed[0].Canonical,
        _ => "one of " + string.Join(", ", allowed.Select(a => a.Canonical)),
    };

    private static bool IsEqual(SchemaConstant constant, in Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (constant.Utf8Text is { } text) return reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(text);
        return constant.Element.ValueKind switch
        {
            JsonValueKind.Null => reader.TokenType == JsonTokenType.Null,
            JsonValueKind.True => reader.TokenType == JsonTokenType.True,
            JsonValueKind.False => reader.TokenType == JsonTokenType.False,
            _ => UniqueRule.Canonical(in reader, json) == constant.Canonical,
        };
    }

    private static bool HasType(SchemaTypes types, in Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => (types & SchemaTypes.Null) != 0,
        JsonTokenType.True or JsonTokenType.False => (types & SchemaTypes.Boolean) != 0,
        JsonTokenType.String => (types & SchemaTypes.String) != 0,
        JsonTokenType.StartArray => (types & SchemaTypes.Array) != 0,
        JsonTokenType.StartObject => (types & SchemaTypes.Object) != 0,
        _ => (types & SchemaTypes.Number) != 0 || ((types & SchemaTypes.Integer) != 0 && ExactNumber.IsInteger(reader.ValueSpan)),
    };

    private static string TypeNames(SchemaTypes types)
    {
        if ((types & SchemaTypes.Number) != 0) types &= ~SchemaTypes.Integer;
        return string.Join(" or ", Enum.GetValues<SchemaTypes>()
            .Where(t => t is not (SchemaTypes.None or SchemaTypes.Any) && (types & t) != 0)
            .OrderByDescending(t => t)
            .Select(t => t.ToString().ToLowerInvariant()));
    }

    private static string Found(in Utf8JsonReader reader, ReadOnlySpan<byte> json) => reader.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => $"the text '{reader.GetString()}'",
        _ => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
    };
}
