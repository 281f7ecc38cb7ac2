using System.Data.Common;
using Dapper;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.CrashHarness.Engines;

/// <summary>Counts in two tables of the database itself, that triggers fill.</summary>
/// <param name="before">Begins the names of the tables.</param>
internal abstract class SqlTally(string before) : ITally
{
    protected string Rows { get; } = $"{before}tally_rows";

    protected string Positions { get; } = $"{before}tally_positions";

    public abstract ValueTask InstallAsync(IReadOnlyCollection<StoreShape> shapes, CancellationToken cancellationToken);

    public async ValueTask<IReadOnlyList<Application>> ApplicationsAsync(CancellationToken cancellationToken) =>
        await QueryAsync<Application>($"""SELECT name AS "table", key, sequence, event_id AS "eventId" FROM {Rows} ORDER BY id""", cancellationToken);

    public async ValueTask<IReadOnlyList<Advance>> AdvancesAsync(CancellationToken cancellationToken) =>
        await QueryAsync<Advance>($"""SELECT projection, part AS "partition", old AS "from", next FROM {Positions} ORDER BY id""", cancellationToken);

    protected abstract DbConnection Connect();

    /// <param name="sql">The names in it are the contracts' own, of the workspace that the harness wrote.</param>
    protected async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = Connect();
        await connection.ExecuteAsync(new CommandDefinition(sql, cancellationToken: cancellationToken));
    }

    private async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, CancellationToken cancellationToken)
    {
        await using var connection = Connect();
        return (await connection.QueryAsync<T>(new CommandDefinition(sql, cancellationToken: cancellationToken))).AsList();
    }
}
