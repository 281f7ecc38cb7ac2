using System.Globalization;
using System.Text.Json.Nodes;
using Passerelle.Gateway.Rest.Served;

namespace Passerelle.Gateway.Rest.OpenApi;

/// <summary>Operation Objects on one contract: what all of them have, around what a feature says of its own.</summary>
internal sealed record OperationObject
{
    /// <summary>As <c>list</c>: with the contract's name the operation's id, by which generated clients name their methods.</summary>
    public required string Verb { get; init; }

    public required string Summary { get; init; }

    public required string Description { get; init; }

    public required JsonArray Parameters { get; init; }

    public required JsonObject Responses { get; init; }

    public JsonObject On(ServedContract served)
    {
        var operation = new JsonObject
        {
            ["operationId"] = $"{Verb}.{served.Name}",
            ["tags"] = new JsonArray(served.Name),
            ["summary"] = Summary,
            ["description"] = Description,
            ["parameters"] = Parameters,
            ["responses"] = Responses,
        };
        if (served.Contract.Deprecation is not { } deprecation) return operation;
        operation["deprecated"] = true;
        if (deprecation.Sunset is { } sunset) operation["x-sunset"] = sunset.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return operation;
    }
}
