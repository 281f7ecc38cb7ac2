using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Postgres.Errors;

namespace Passerelle.Gateway.Postgres.Tables;

/// <summary>The table of one contract version as this instance uses it.</summary>
internal sealed class StoreTable
{
    private readonly Dictionary<string, StoreField> byName = new(StringComparer.Ordinal);
    private volatile TableFields written;

    public StoreTable(StoreShape shape, StoreNames names)
    {
        Shape = shape;
        Name = names.Table(shape.Contract, shape.Major);
        Quoted = names.Quote(Name);
        Wanted = [.. shape.Indexed.DistinctBy(f => f.Name)];
        foreach (var field in Wanted) byName[field.Name] = field;
        written = new TableFields(0, []);
    }

    public StoreShape Shape { get; }

    /// <summary>Not quoted.</summary>
    public string Name { get; }

    public string Quoted { get; }

    /// <summary>The fields that the contract makes filterable or sortable.</summary>
    public IReadOnlyList<StoreField> Wanted { get; }

    /// <summary>What writers fill; replaced when the database says that it has changed.</summary>
    public TableFields Written
    {
        get => written;
        set => written = value;
    }

    /// <summary>The column of a field, of the type that the contract gives it.</summary>
    public (string Column, StoreType Type) Find(StoreField field) => byName.TryGetValue(field.Name, out var found)
        ? (StoreNames.Column(found), found.Type)
        : throw Fail.FieldNotIndexed(Shape.Contract, Shape.Major, field.Name, Wanted.Select(f => f.Name));
}
