using System.Text;
using System.Text.Json;
using Json.Schema;
using Passerelle.Gateway.Workspace.DataContracts;

namespace Passerelle.Gateway.Workspace.Tests.DataContracts.Oracle;

/// <summary>One schema, compiled by our validator and by JsonSchema.Net.</summary>
internal sealed class SchemaOracle(string schema)
{
    private static readonly EvaluationOptions Options = new() { OutputFormat = OutputFormat.Flag, RequireFormatValidation = true };

    private readonly SchemaValidator _ours = SchemaValidator.Compile(JsonElement.Parse(schema));

    /// <summary>Every schema has a registry of its own: the next one may have the same `$id`.</summary>
    private readonly JsonSchema _theirs =
        JsonSchema.FromText(schema, new BuildOptions { Dialect = Dialect.Draft202012, SchemaRegistry = new SchemaRegistry() });

    public bool Ours(string json) => _ours.Validate(Encoding.UTF8.GetBytes(json)) is null;

    public bool Theirs(string json) => _theirs.Evaluate(JsonElement.Parse(json), Options).IsValid;
}
