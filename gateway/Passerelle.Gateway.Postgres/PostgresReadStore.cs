using System.Collections.Concurrent;
using Npgsql;
using Passerelle.Gateway.Ports.Claims;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Postgres.Claims;
using Passerelle.Gateway.Postgres.Connections;
using Passerelle.Gateway.Postgres.Errors;
using Passerelle.Gateway.Postgres.Reading;
using Passerelle.Gateway.Postgres.Schema;
using Passerelle.Gateway.Postgres.Tables;
using Passerelle.Gateway.Postgres.Writing;

namespace Passerelle.Gateway.Postgres;

/// <summary>The read store in PostgreSQL, for any number of instances.</summary>
public sealed class PostgresReadStore : IReadStore, IStoreMigration
{
    private readonly ConcurrentDictionary<(string Contract, int Major), StoreTable> tables = [];
    private readonly PostgresOptions options;
    private readonly StoreNames names;
    private readonly PostgresSource source;
    private readonly Migrator migrator;
    private readonly BatchApply apply;

    /// <summary>Checks the options; opens no connection.</summary>
    /// <exception cref="Contracts.Errors.PasserelleException">PSR-4220, PSR-4221, PSR-4231: an option cannot be used.</exception>
    public PostgresReadStore(PostgresOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        names = new StoreNames(options.Schema, options.Prefix);
        source = new PostgresSource(options);
        migrator = new Migrator(names, time);
        apply = new BatchApply(names);
        Claims = new PostgresClaimStore(source, names, time);
        Views = new PostgresViews(source, names);
    }

    /// <summary>Where content lies that is larger than the log takes; its table is made with the others.</summary>
    public IClaimStore Claims { get; }

    public IViewStore Views { get; }

    /// <summary>Adds what is missing and takes nothing away; refuses with PSR-4224 when the workspace says <c>migrate: manual</c>.</summary>
    public async ValueTask PrepareAsync(IReadOnlyCollection<StoreShape> shapes, CancellationToken cancellationToken)
    {
        var wanted = TablesOf(shapes);
        var missing = (await StepsAsync(wanted, cancellationToken)).Where(s => !s.Step.Removes).ToList();
        if (missing.Count > 0)
        {
            if (!options.MigrateAtStart) throw Fail.MigrationPending(missing.Count, missing[0].Step.What);
            await MigrateAsync(wanted, removals: false, null, cancellationToken);
        }

        foreach (var table in wanted) tables[(table.Shape.Contract, table.Shape.Major)] = table;
    }

    public async ValueTask<IReadOnlyList<StoreStep>> PlanAsync(IReadOnlyCollection<StoreShape> shapes, CancellationToken cancellationToken) =>
        [.. (await StepsAsync(TablesOf(shapes), cancellationToken)).Select(s => s.Step)];

    async ValueTask IStoreMigration.ApplyAsync(IReadOnlyCollection<StoreShape> shapes, IProgress<StoreProgress> progress, CancellationToken cancellationToken) =>
        await MigrateAsync(TablesOf(shapes), removals: true, progress, cancellationToken);

    public ValueTask<long> PositionAsync(string projection, int partition, CancellationToken cancellationToken) =>
        source.ReadAsync(c => PositionReads.GetAsync(c, names, projection, partition, cancellationToken), cancellationToken);

    public async ValueTask<bool> ApplyAsync(ProjectionBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var table = batch.Values.Count == 0 ? null : Table(batch.Contract, batch.Major);
        return await source.RunAsync(c => apply.RunAsync(c, batch, table, cancellationToken), cancellationToken);
    }

    public ValueTask<StoredValue?> GetAsync(string contract, int major, string key, CancellationToken cancellationToken)
    {
        var table = Table(contract, major);
        return source.ReadAsync(c => RowReads.GetAsync(c, table, key, cancellationToken), cancellationToken);
    }

    public ValueTask<IReadOnlyList<StoredValue>> QueryAsync(StoreQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        var table = Table(query.Contract, query.Major);
        return source.ReadAsync(c => RowReads.QueryAsync(c, table, query, cancellationToken), cancellationToken);
    }

    public ValueTask<long> CountAsync(string contract, int major, CancellationToken cancellationToken)
    {
        var table = Table(contract, major);
        return source.ReadAsync(c => RowReads.CountAsync(c, table, cancellationToken), cancellationToken);
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private List<StoreTable> TablesOf(IReadOnlyCollection<StoreShape> shapes) => [.. shapes.Select(s => new StoreTable(s, names))];

    private ValueTask<IReadOnlyList<MigrationStep>> StepsAsync(List<StoreTable> wanted, CancellationToken cancellationToken) => source.ReadAsync(
        async c => SchemaPlan.Make(names, await SchemaState.ReadAsync(c, names, cancellationToken), wanted), cancellationToken);

    private async Task MigrateAsync(List<StoreTable> wanted, bool removals, IProgress<StoreProgress>? progress, CancellationToken cancellationToken) =>
        await source.RunAsync(
            async (NpgsqlConnection c) =>
            {
                await migrator.RunAsync(c, wanted, removals, progress, cancellationToken);
                return true;
            },
            cancellationToken);

    private StoreTable Table(string contract, int major) =>
        tables.TryGetValue((contract, major), out var table) ? table : throw Fail.NotPrepared(contract, major);
}
