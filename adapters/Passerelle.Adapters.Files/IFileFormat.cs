using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Contracts.Records;

namespace Passerelle.Adapters.Files;

/// <summary>What stands in files: the half of an adapter that knows nothing of folders.</summary>
internal interface IFileFormat
{
    /// <summary>Whether <see cref="HeadAsync"/> must be asked for every file.</summary>
    bool HasHead { get; }

    /// <summary>The values at the start of a file that order it and date it.</summary>
    ValueTask<FileHead> HeadAsync(string path, CancellationToken cancellationToken);

    /// <summary>Begins to read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The name that origins carry.</param>
    /// <param name="position">Where to go on; null for the start.</param>
    ValueTask<FileRecords> OpenAsync(string path, string name, string? position, CancellationToken cancellationToken);

    ValueTask<IReadOnlyList<DialectFinding>> DescribeAsync(string path, CancellationToken cancellationToken);

    /// <summary>Reads one record again.</summary>
    RecordBatch Decode(ReadOnlyMemory<byte> original, Origin origin);

    /// <summary>The fields of a record with their bytes; empty when they have no places.</summary>
    IReadOnlyList<FieldBreakdown> Breakdown(ReadOnlyMemory<byte> original, Origin origin);
}

/// <summary>What the start of a file says of it; null what it does not say.</summary>
internal readonly record struct FileHead(string? Order, string? AsOf);

/// <summary>The records of one open file.</summary>
internal abstract class FileRecords(FileContent content) : IAsyncDisposable
{
    public FileContent Content { get; } = content;

    public abstract string Position { get; }

    /// <summary>Records given out since the start of the file.</summary>
    public abstract long Count { get; }

    /// <summary>Why no record of the file can be read.</summary>
    public virtual Failure? Refusal => null;

    public abstract ValueTask<RecordBatch> ReadAsync(int maxRecords, CancellationToken cancellationToken);

    /// <summary>Whether the file adds up, once it was read from the start to the end.</summary>
    public abstract Failure? Reconcile();

    public ValueTask DisposeAsync()
    {
        Close();
        return Content.DisposeAsync();
    }

    protected abstract void Close();
}
