using Confluent.Kafka;
using Npgsql;
using Passerelle.Benchmarks.Common;

namespace Passerelle.Benchmarks.Kafka;

/// <summary>A sample workspace on Kafka and PostgreSQL, with topics and a database of its own that are removed afterwards.</summary>
internal sealed class SharedEngines : IAsyncDisposable
{
    private const string Variable = "PASSERELLE_BENCHMARK_DATABASE";
    private const int Partitions = 4;
    private readonly string _servers;
    private readonly string _administrator;
    private readonly string _name = $"bench{Guid.NewGuid():n}"[..14];

    private SharedEngines(string servers, string administrator) => (_servers, _administrator) = (servers, administrator);

    public SampleFolder Sample { get; } = new(null);

    public string Prefix => _name;

    /// <summary>One after the other: the workspace finds its database in the environment.</summary>
    public static async Task<SharedEngines> CreateAsync(string servers, string postgres, CancellationToken cancellationToken)
    {
        var made = new SharedEngines(servers, postgres);
        await made.ExecuteAsync($"create database {made._name}", cancellationToken);
        Environment.SetEnvironmentVariable(Variable, new NpgsqlConnectionStringBuilder(postgres) { Database = made._name }.ConnectionString);
        await File.WriteAllTextAsync(Path.Combine(made.Sample.Folder, "passerelle.yaml"), $$"""
            name: benchmark
            prefix: {{made._name}}
            listen: http://127.0.0.1:0
            log:
              engine: kafka
              servers: [{{string.Join(", ", servers.Split(',').Select(s => $"\"{s}\""))}}]
              partitions: {{Partitions}}
              replication: 1
            store: { engine: postgres, connectionString: "${env:{{Variable}}}" }
            """, cancellationToken);
        return made;
    }

    public async ValueTask DisposeAsync()
    {
        Sample.Dispose();
        NpgsqlConnection.ClearAllPools();
        await ExecuteAsync($"drop database {_name} with (force)", CancellationToken.None);
        try
        {
            using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = _servers }).Build();
            var topics = admin.GetMetadata(TimeSpan.FromSeconds(30)).Topics.Select(t => t.Topic).Where(t => t.StartsWith($"{_name}.", StringComparison.Ordinal)).ToList();
            if (topics.Count > 0) await admin.DeleteTopicsAsync(topics);
        }
        catch (KafkaException e)
        {
            // Nothing is thrown here: it would hide what ended the run.
            Report.Progress($"The topics of '{_name}' stay on {_servers}: {e.Error.Reason}.");
        }
    }

    private async Task ExecuteAsync(string statement, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(_administrator);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
