using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Workspace.DataContracts;

namespace Passerelle.Gateway.Pipeline.Messages;

/// <summary>What the read store must know of a contract.</summary>
public static class ContractShapes
{
    public static StoreShape ToShape(this DataContract contract)
    {
        ArgumentNullException.ThrowIfNull(contract);
        return new(contract.Name, contract.Version.Major, [.. contract.Filterable.Union(contract.Sortable).Select(ToStoreField)]);
    }

    public static StoreField ToStoreField(this ContractField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return new(field.Path, field.Type switch
        {
            FieldType.Number => StoreType.Number,
            FieldType.Boolean => StoreType.Boolean,
            _ => StoreType.Text,
        });
    }
}
