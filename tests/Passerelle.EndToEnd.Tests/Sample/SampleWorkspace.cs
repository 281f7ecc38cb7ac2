using Passerelle.EndToEnd.Tests.Spine;
using Passerelle.Gateway.Composition;
using Passerelle.Gateway.Hosting;
using Passerelle.Gateway.Pipeline.Ingest;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.EndToEnd.Tests.Sample;

/// <summary>A copy of the sample workspace with empty inboxes, and a gateway over it on a free port.</summary>
internal sealed class SampleWorkspace : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("passerelle-sample-").FullName;
    private GatewayHost? _host;

    public SampleWorkspace()
    {
        var sample = Path.Combine(AppContext.BaseDirectory, "samples", "aides-entreprises");
        foreach (var file in Directory.EnumerateFiles(sample, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".csv", StringComparison.Ordinal) || f.Contains("lookups")))
        {
            var target = Path.Combine(_folder, Path.GetRelativePath(sample, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    public GatewayHost Host => _host!;

    /// <summary>Folder that the flow of companies reads.</summary>
    public string LegalUnits => Path.Combine(_folder, "inbox", "legal-units");

    public async Task StartAsync()
    {
        var loaded = Workspaces.Load(_folder);
        Assert.That(ProblemFormatter.Format(loaded.Problems), Is.Empty);
        _host = await GatewayHost.StartAsync(
            loaded.Workspace!, Path.Combine(_folder, ".data"), new Uri("http://127.0.0.1:0"), new TestLoggers(), TimeProvider.System, CancellationToken.None);
    }

    /// <summary>Waits until that delivery of companies has ended, and nothing moves any more.</summary>
    public async Task<DeliveryRecord> SettledAsync(int number, Func<Task<bool>> visible)
    {
        DeliveryRecord? found = null;
        await SpineFixture.EventuallyAsync(async () =>
        {
            found = await Host.Operator.DeliveryAsync($"companies-{number}", CancellationToken.None);
            return found is { EndedAt: not null };
        }, $"delivery {number} of companies is settled");
        await SpineFixture.EventuallyAsync(visible, "everything is visible");
        return found!;
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
