namespace Passerelle.Gateway.Workspace.DataContracts;

/// <summary>How a filterable or sortable field compares.</summary>
public enum FieldType
{
    Text,
    Number,
    Boolean,
}

/// <summary>A field of a contract that can be filtered or sorted by.</summary>
/// <param name="Path">Member names from the root of the value, as <c>["address", "postCode"]</c>.</param>
public sealed record ContractField(IReadOnlyList<string> Path, FieldType Type)
{
    /// <summary>As written in queries: <c>address.postCode</c>.</summary>
    public string Name { get; } = string.Join('.', Path);
}
