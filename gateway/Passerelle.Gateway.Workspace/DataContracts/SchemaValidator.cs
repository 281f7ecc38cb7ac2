using System.Text.Json;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Workspace.DataContracts.Schemas;

namespace Passerelle.Gateway.Workspace.DataContracts;

/// <summary>A contract's schema, compiled once. Thread-safe; a good value costs no allocation.</summary>
public sealed class SchemaValidator
{
    private readonly SchemaNode _root;

    private SchemaValidator(SchemaNode root) => _root = root;

    /// <summary>Compiles a schema that the contract compiler accepted; throws <see cref="ArgumentException"/> for another.</summary>
    public static SchemaValidator Compile(JsonElement schema) => new(new SchemaCompiler(schema).Compile(schema));

    internal SchemaNode Root => _root;

    /// <summary>Null when the value is valid; else the first violation in document order, the rest in <see cref="Failure.Others"/>.</summary>
    public Failure? Validate(ReadOnlySpan<byte> json)
    {
        try
        {
            return Pass(json, null) ? null : Explain(json);
        }
        catch (JsonException e)
        {
            return NotJson(e) with { ByteOffset = e.BytePositionInLine };
        }
        catch (InvalidOperationException e)
        {
            // Half of a surrogate pair, as \ud800: no text can hold it.
            return NotJson(e);
        }
    }

    private static Failure NotJson(Exception e) => new()
    {
        Code = ValidationCodes.NotJson,
        Message = $"the value is not JSON: {e.Message.TrimEnd('.')}",
        Remedy = "correct the producer of this value",
        Field = "",
    };

    private Failure? Explain(ReadOnlySpan<byte> json)
    {
        var violations = new ViolationList();
        Pass(json, violations);
        return violations.ToFailure();
    }

    private bool Pass(ReadOnlySpan<byte> json, ViolationList? violations)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        var good = SchemaWalker.Walk(_root, ref reader, json, violations);
        if (good || violations is not null) while (reader.Read()) { }
        return good;
    }
}
