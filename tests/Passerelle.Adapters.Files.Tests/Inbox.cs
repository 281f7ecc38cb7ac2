using System.Text;
using Microsoft.Extensions.Time.Testing;
using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;

namespace Passerelle.Adapters.Files.Tests;

internal sealed record Read(List<string> Json, List<Failure?> Failures, List<string> Positions, DeliveryDigest? Digest);

/// <summary>A workspace in a temporary folder, with an inbox.</summary>
internal sealed class Inbox : IDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    public Inbox()
    {
        Workspace = Directory.CreateTempSubdirectory("passerelle-").FullName;
        Folder = Directory.CreateDirectory(Path.Combine(Workspace, "inbox")).FullName;
    }

    public string Workspace { get; }

    public string Folder { get; }

    public FakeTimeProvider Time { get; } = new(Noon);

    public string Put(string name, string text) => Put(name, Encoding.UTF8.GetBytes(text));

    public string Put(string name, byte[] bytes)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, bytes);
        File.SetLastWriteTimeUtc(path, Noon.UtcDateTime.AddHours(-1));
        return path;
    }

    public FolderSource Source(params ReadOnlySpan<(string Name, object Value)> values) => Source(new FlatFileAdapter(), values);

    public FolderSource Source(IDeliveryAdapter adapter, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var problems = new List<string>();
        var options = Options.Of(adapter, problems, [("folder", "inbox"), .. values]);
        Assert.That(problems, Is.Empty);
        return (FolderSource)adapter.CreateSource(options!, new("flow", Workspace, Time));
    }

    public static async Task<Delivery> Single(FolderSource source) => (await source.ListAsync(CancellationToken.None)).Single();

    public static async Task<Read> All(FolderSource source, string? from = null, int batchSize = 1000)
    {
        await using var reader = source.Read(await Single(source));
        await reader.OpenAsync(from, CancellationToken.None);
        var read = new Read([], [], [], null);
        while (true)
        {
            using var batch = await reader.ReadAsync(batchSize, CancellationToken.None);
            read.Json.AddRange(batch.Records.Select(r => Encoding.UTF8.GetString(r.Json.Span)));
            read.Failures.AddRange(batch.Records.Select(r => r.Failure));
            read.Positions.Add(batch.PositionAfter);
            if (batch.IsEnd) return read with { Digest = reader.Digest };
        }
    }

    public string[] Files(string folder) => Directory.Exists(Path.Combine(Workspace, folder))
        ? [.. Directory.GetFiles(Path.Combine(Workspace, folder)).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)]
        : [];

    public void Dispose() => Directory.Delete(Workspace, recursive: true);
}
