using Dapper;
using Npgsql;
using Passerelle.Gateway.Postgres.Tables;

namespace Passerelle.Gateway.Postgres.Reading;

/// <summary>Reads how far a projection has come.</summary>
internal static class PositionReads
{
    public static async Task<long> GetAsync(
        NpgsqlConnection connection, StoreNames names, string projection, int partition, CancellationToken cancellationToken) =>
        await connection.ExecuteScalarAsync<long?>(new CommandDefinition(
            $"SELECT next FROM {names.Quote(names.Positions)} WHERE projection = @projection AND partition = @partition",
            new { projection = PgText.Encode(projection), partition }, cancellationToken: cancellationToken)) ?? 0;
}
