using System.IO.Hashing;
using System.Text;
using Passerelle.Gateway.Embedded.Errors;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.Gateway.Embedded.Store;

/// <summary>The table of one contract version: its name, and a typed column for each indexed field.</summary>
internal sealed class StoreTable
{
    private readonly Dictionary<string, int> indexes = new(StringComparer.Ordinal);

    public StoreTable(StoreShape shape)
    {
        Shape = shape;
        Name = TableName(shape.Contract, shape.Major);
        Fields = [.. shape.Indexed.DistinctBy(f => f.Name)];
        Columns = [.. Fields.Select(Column)];
        for (var i = 0; i < Fields.Count; i++) indexes[Fields[i].Name] = i;
        Reader = new FieldReader(Fields);
    }

    public StoreShape Shape { get; }

    /// <summary>Not quoted.</summary>
    public string Name { get; }

    public string Quoted => $"\"{Name}\"";

    public IReadOnlyList<StoreField> Fields { get; }

    /// <summary>Made of a hash, so that no name from a contract reaches SQL, and a changed type is another column.</summary>
    public IReadOnlyList<string> Columns { get; }

    public FieldReader Reader { get; }

    /// <summary>The column of a field, of the type that the contract gives it.</summary>
    public (string Column, StoreType Type) Find(StoreField field) => indexes.TryGetValue(field.Name, out var i)
        ? (Columns[i], Fields[i].Type)
        : throw Fail.FieldNotIndexed(Shape.Contract, Shape.Major, field.Name, Fields.Select(f => f.Name));

    private static string TableName(string contract, int major)
    {
        var valid = contract.Length is > 0 and <= 100 && major is >= 0 and <= 9999
            && contract.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');
        return valid ? $"c_{contract}_v{major}" : throw Fail.BadContractName(contract, major);
    }

    private static string Column(StoreField field)
    {
        // The parts are separated by NUL: a member name that holds a point is not two members.
        var identity = $"{string.Join('\0', field.Path)}\0\0{field.Type}";
        return $"f_{XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(identity)):x16}";
    }
}
