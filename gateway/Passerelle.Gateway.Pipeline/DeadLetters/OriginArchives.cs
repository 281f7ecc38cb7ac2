using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Contracts.Records;
using Passerelle.Gateway.Pipeline.Connections;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Workspace.Flows;

namespace Passerelle.Gateway.Pipeline.DeadLetters;

/// <summary>Reads original bytes that the log leaves in the archives of the sources.</summary>
/// <param name="workspaceFolder">Where relative paths in source options start.</param>
internal sealed class OriginArchives(IReadOnlyList<FlowDefinition> flows, string workspaceFolder, ConnectionSet connections)
{
    /// <summary>The bytes with that hash, or a sentence that says why there are none.</summary>
    public async Task<(byte[]? Original, string? Note)> FindAsync(string flow, Origin origin, string hash, CancellationToken cancellationToken)
    {
        if (flows.FirstOrDefault(f => f.Name == flow) is not { } definition) return (null, $"The bytes are in the archive of flow '{flow}', which the workspace does not have any more.");
        await using var source = definition.Adapter.CreateSource(definition.SourceOptions, connections.ContextOf(definition, workspaceFolder));
        if (source is not IOriginArchive archive) return (null, $"The bytes are in an archive, but the source of flow '{flow}' is none any more.");
        try
        {
            await foreach (var candidate in archive.ReadAsync(origin, cancellationToken))
            {
                if (OriginHash.Fits(hash, candidate.Span)) return (candidate.ToArray(), $"Read from '{origin.Source}' in the archive.");
            }
        }
        catch (PasserelleException e)
        {
            return (null, $"The bytes cannot be read from the archive: {e.Message} {e.Remedy}");
        }

        return (null, $"The bytes are gone: the archive holds no '{origin.Source}' any more with these bytes at {origin.ByteOffset}.");
    }

    /// <summary>The dead letter with its bytes, wherever they are.</summary>
    public async Task<DeadLetter> CompleteAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        if (letter.OriginalHash is not { } hash) return letter;
        var (original, note) = await FindAsync(letter.Flow, letter.Origin.ToOrigin(), hash, cancellationToken);
        return letter with { Original = original ?? [], OriginalNote = note };
    }
}
