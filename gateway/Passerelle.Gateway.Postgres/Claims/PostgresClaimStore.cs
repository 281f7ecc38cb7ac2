using System.Runtime.CompilerServices;
using Dapper;
using Npgsql;
using Passerelle.Gateway.Ports.Claims;
using Passerelle.Gateway.Postgres.Connections;
using Passerelle.Gateway.Postgres.Tables;

namespace Passerelle.Gateway.Postgres.Claims;

/// <summary>Claims in a table beside the values, where every instance reaches them.</summary>
internal sealed class PostgresClaimStore(PostgresSource source, StoreNames names, TimeProvider time) : IClaimStore
{
    private const int PageSize = 1000;

    /// <summary>A commit whose answer was lost is simply repeated: the same content is the same row.</summary>
    public async ValueTask PutAsync(ClaimId id, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        await source.ReadAsync(
            async connection =>
            {
                await using var command = new NpgsqlCommand(
                    $"INSERT INTO {names.Quote(names.Claims)} (id, put_at, content) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET put_at = EXCLUDED.put_at",
                    connection);
                command.Parameters.Add(new() { Value = id.Text });
                command.Parameters.Add(new() { Value = time.GetUtcNow().UtcTicks });
                command.Parameters.Add(new() { Value = content });
                return await command.ExecuteNonQueryAsync(cancellationToken);
            },
            cancellationToken);

    public async ValueTask<ReadOnlyMemory<byte>?> GetAsync(ClaimId id, CancellationToken cancellationToken)
    {
        var content = await source.ReadAsync(
            c => c.ExecuteScalarAsync<byte[]?>(new CommandDefinition(
                $"SELECT content FROM {names.Quote(names.Claims)} WHERE id = @id", new { id = id.Text }, cancellationToken: cancellationToken)),
            cancellationToken);
        // Typed null: an array that is null would become an empty memory.
        return content is null ? default(ReadOnlyMemory<byte>?) : content;
    }

    public async IAsyncEnumerable<ClaimId> ListAsync(DateTimeOffset cutoff, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var after = ""; ;)
        {
            var page = (await source.ReadAsync(
                c => c.QueryAsync<string>(new CommandDefinition(
                    $"SELECT id FROM {names.Quote(names.Claims)} WHERE id > @after AND put_at < @cutoff ORDER BY id LIMIT {PageSize}",
                    new { after, cutoff = cutoff.UtcTicks }, cancellationToken: cancellationToken)),
                cancellationToken)).AsList();
            foreach (var id in page.Select(ClaimId.Parse).OfType<ClaimId>()) yield return id;
            if (page.Count < PageSize) yield break;
            after = page[^1];
        }
    }

    public async ValueTask RemoveAsync(ClaimId id, DateTimeOffset cutoff, CancellationToken cancellationToken) =>
        await source.ReadAsync(
            c => c.ExecuteAsync(new CommandDefinition(
                $"DELETE FROM {names.Quote(names.Claims)} WHERE id = @id AND put_at < @cutoff", new { id = id.Text, cutoff = cutoff.UtcTicks }, cancellationToken: cancellationToken)),
            cancellationToken);
}
