using System.Text.Json;
using System.Text.Json.Serialization;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.Gateway.Postgres.Tables;

/// <summary>The fields that a table has columns for, as the database says: every writer fills them all, whatever its workspace wants.</summary>
/// <remarks>So instances with an older and a newer contract can write to one table while the one replaces the other.</remarks>
internal sealed class TableFields
{
    public TableFields(long version, IReadOnlyList<StoreField> fields)
    {
        Version = version;
        Fields = [.. fields.DistinctBy(StoreNames.Column)];
        Columns = [.. Fields.Select(StoreNames.Column)];
        Reader = new FieldReader(Fields);
    }

    /// <summary>Rises with every change of the table; 0 before anything was read.</summary>
    public long Version { get; }

    public IReadOnlyList<StoreField> Fields { get; }

    public IReadOnlyList<string> Columns { get; }

    public FieldReader Reader { get; }

    public static TableFields Parse(long version, string json)
    {
        var fields = JsonSerializer.Deserialize(json, FieldJson.Default.FieldEntryArray) ?? [];
        return new(version, [.. fields.Select(f => new StoreField(f.Path, Enum.Parse<StoreType>(f.Type)))]);
    }

    /// <summary>ASCII without apostrophes: it stands as a literal in the SQL that a plan prints.</summary>
    public string ToJson() =>
        JsonSerializer.Serialize([.. Fields.Select(f => new FieldEntry([.. f.Path], f.Type.ToString()))], FieldJson.Default.FieldEntryArray);
}

internal sealed record FieldEntry(string[] Path, string Type);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FieldEntry[]))]
internal sealed partial class FieldJson : JsonSerializerContext;
