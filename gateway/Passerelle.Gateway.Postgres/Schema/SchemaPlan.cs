using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Postgres.Tables;

namespace Passerelle.Gateway.Postgres.Schema;

/// <summary>The steps from what there is to what the contracts want.</summary>
internal sealed class SchemaPlan(StoreNames names, SchemaState state)
{
    private const string Concurrently = "CONCURRENTLY ";
    private readonly SchemaSql sql = new(names);
    private readonly List<MigrationStep> steps = [];

    public static IReadOnlyList<MigrationStep> Make(StoreNames names, SchemaState state, IEnumerable<StoreTable> tables)
    {
        var plan = new SchemaPlan(names, state);
        plan.Base();
        foreach (var table in tables) plan.Contract(table);
        return plan.steps;
    }

    private void Base()
    {
        if (!state.HasSchema) Add(StepKind.Transaction, $"make schema {names.Schema}", sql.Schema);
        string[] system = [names.Positions, names.Views, names.Claims, names.Tables];
        if (!system.All(state.HasTable)) Add(StepKind.Transaction, "make the tables of positions, views and claims", sql.SystemTables);
        // A table that is made brings its indexes along.
        if (!state.HasTable(names.Views)) return;
        foreach (var index in ViewTable.Indexes(names))
        {
            Index(index.Name, $"the views by {index.What}", sql.CreateIndex(index, Concurrently));
        }
    }

    private void Contract(StoreTable table)
    {
        var wanted = new TableFields(0, table.Wanted);
        if (!state.HasTable(table.Name))
        {
            Add(StepKind.Transaction, $"make table {table.Name}", sql.CreateTable(table, wanted, state.HasLz4));
            return;
        }

        var entry = state.Entries.GetValueOrDefault(table.Name);
        var present = Present(table, entry);
        var added = wanted.Fields.Where(f => !present.Columns.Contains(StoreNames.Column(f))).ToList();
        if (added.Count > 0 || entry is null) AddFields(table, added, present);
        if (added.Count > 0 || entry is not { FilledTo: null }) Fill(table);
        foreach (var column in wanted.Columns) Index(table, column);
        Remove(table, wanted);
    }

    /// <summary>Fields that both the list and the table itself know.</summary>
    private TableFields Present(StoreTable table, TableEntry? entry) =>
        new(0, [.. (entry?.ToFields().Fields ?? []).Where(f => state.HasColumn(table.Name, StoreNames.Column(f)))]);

    private void AddFields(StoreTable table, List<StoreField> added, TableFields present)
    {
        var what = added.Count == 0 ? $"note the columns of {table.Name}" : $"add {Names(added)} to {table.Name}";
        Add(StepKind.Transaction, what, sql.AddColumns(table, added.Count == 0 ? table.Wanted : added, new TableFields(0, [.. present.Fields, .. added])));
    }

    private void Fill(StoreTable table) => steps.Add(new(
        StepKind.Fill,
        new StoreStep($"fill new columns of {table.Name}", "-- The rows are read in pages and their columns filled from the JSON; 'passerelle store apply' or a start does it."),
        table));

    private void Index(StoreTable table, string column)
    {
        var field = table.Wanted.First(f => StoreNames.Column(f) == column).Name;
        Index(StoreNames.Index(table.Name, column), $"{field} on {table.Name}", SchemaSql.CreateIndex(table, column, Concurrently));
    }

    private void Index(string name, string what, string create)
    {
        if (state.Indexes.TryGetValue(name, out var valid))
        {
            if (valid) return;
            Add(StepKind.Alone, $"drop the unfinished index of {what}", sql.DropIndex(name));
        }

        Add(StepKind.Alone, $"index {what}", create);
    }

    private void Remove(StoreTable table, TableFields wanted)
    {
        var unused = state.Columns[table.Name].Where(c => c.StartsWith("f_", StringComparison.Ordinal) && !wanted.Columns.Contains(c)).ToList();
        if (unused.Count == 0) return;
        var known = state.Entries.GetValueOrDefault(table.Name)?.ToFields().Fields.Where(f => unused.Contains(StoreNames.Column(f))).ToList() ?? [];
        var what = known.Count == 0 ? $"{unused.Count} column(s)" : Names(known);
        Add(StepKind.Transaction, $"drop {what}, no longer filterable or sortable, from {table.Name}", sql.DropColumns(table, unused, wanted), removes: true);
    }

    private static string Names(IEnumerable<StoreField> fields) => string.Join(", ", fields.Select(f => f.Name));

    private void Add(StepKind kind, string what, string statement, bool removes = false) =>
        steps.Add(new(kind, new StoreStep(what, $"{statement};", removes)));
}
