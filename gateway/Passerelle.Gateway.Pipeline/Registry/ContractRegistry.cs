using System.Text;
using System.Text.Json;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Workspace.DataContracts;

namespace Passerelle.Gateway.Pipeline.Registry;

/// <summary>One version of a contract as it was first started.</summary>
internal sealed record RegisteredContract(string Name, string Version, string Fingerprint, IReadOnlyList<string> Key, JsonElement Schema);

/// <summary>Keeps every version of every contract in the log: a version that was published once never means something else.</summary>
internal sealed class ContractRegistry(IEventLog log, TopicNames topics)
{
    private const int PageSize = 500;

    /// <summary>Compares the contracts with what was started before, and registers new versions.</summary>
    /// <exception cref="PasserelleException">PSR-4514: another schema or key under the same version. PSR-4515: a breaking change under the same major.</exception>
    public async ValueTask CheckAsync(IReadOnlyCollection<DataContract> contracts, CancellationToken cancellationToken)
    {
        var known = await ReadAsync(cancellationToken);
        var added = new List<LogAppend>();
        foreach (var contract in contracts)
        {
            var versions = known.Values.Where(k => k.Name == contract.Name).ToList();
            var same = versions.Find(v => v.Version == contract.Version.ToString());
            if (same is not null)
            {
                CheckSame(contract, same);
                continue;
            }

            foreach (var older in versions.Where(v => Precedes(v, contract))) CheckCompatible(contract, older);
            added.Add(ToEvent(contract));
        }

        if (added.Count > 0) await log.AppendAsync(added, cancellationToken);
    }

    private async ValueTask<Dictionary<string, RegisteredContract>> ReadAsync(CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, RegisteredContract>(StringComparer.Ordinal);
        await foreach (var page in log.PagesAsync(topics.Contracts, 0, PageSize, cancellationToken))
        {
            foreach (var found in page.Select(Read).OfType<RegisteredContract>()) known[$"{found.Name}@{found.Version}"] = found;
        }

        return known;
    }

    /// <summary>What is not one of ours is passed over.</summary>
    private static RegisteredContract? Read(LogEvent e)
    {
        try
        {
            var found = e.Value is { } value ? JsonSerializer.Deserialize(value.Span, RegistryJson.Default.RegisteredContract) : null;
            return found is { Name: not null, Version: not null, Key: not null, Schema.ValueKind: JsonValueKind.Object } ? found : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private LogAppend ToEvent(DataContract contract)
    {
        var document = new RegisteredContract(contract.Name, contract.Version.ToString(), contract.Fingerprint, contract.Key, contract.Schema);
        return new LogAppend(
            topics.Contracts, 0, Encoding.UTF8.GetBytes($"{contract.Name}@{contract.Version}"),
            JsonSerializer.SerializeToUtf8Bytes(document, RegistryJson.Default.RegisteredContract), []);
    }

    private static bool Precedes(RegisteredContract known, DataContract contract) =>
        Version.TryParse(known.Version, out var version) && version.Major == contract.Version.Major && version < contract.Version;

    private static void CheckSame(DataContract contract, RegisteredContract known)
    {
        if (known.Fingerprint == contract.Fingerprint && known.Key.SequenceEqual(contract.Key, StringComparer.Ordinal)) return;
        var what = known.Fingerprint == contract.Fingerprint ? "key" : "schema";
        throw new PasserelleException(
            StageCodes.SchemaChanged,
            $"Contract '{contract.Name}' has another {what} than the version {contract.Version} that was started before.",
            $"Give the change a new version above {contract.Version}, or take it back.");
    }

    private static void CheckCompatible(DataContract contract, RegisteredContract older)
    {
        var changes = SchemaCompatibility.BreakingChanges(older.Schema, contract.Schema).ToList();
        if (!older.Key.SequenceEqual(contract.Key, StringComparer.Ordinal))
        {
            changes.Add($"the key was {string.Join(", ", older.Key)} and is now {string.Join(", ", contract.Key)}");
        }

        if (changes.Count == 0) return;
        throw new PasserelleException(
            StageCodes.BreakingChange,
            $"Contract '{contract.Name}' {contract.Version} breaks readers of {older.Version}: {string.Join("; ", changes)}.",
            $"Publish it as version {contract.Version.Major + 1}.0.0 beside the old one, or take the change back.");
    }
}
