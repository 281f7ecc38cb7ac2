using Passerelle.Conformance;
using Passerelle.Gateway.Core.Log;
using Passerelle.Gateway.Core.Store;

namespace Passerelle.Gateway.Embedded.Tests;

/// <summary>The embedded engine over a temporary folder, with a clock that tests can move.</summary>
internal sealed class EmbeddedHost : IEventLogHost, IReadStoreHost
{
    private readonly EmbeddedOptions options;
    private readonly ShiftedTime time = new();
    private EmbeddedEngine engine;

    public EmbeddedHost(EmbeddedOptions? options = null)
    {
        this.options = options ?? new();
        engine = EmbeddedEngine.Open(Folder, time, this.options);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("passerelle-").FullName;

    public IEventLog Log => engine.Log;

    public IReadStore Store => engine.Store;

    public string Prefix => "test.";

    public int LargestValue => 5 * 1024 * 1024;

    public async ValueTask ReopenAsync()
    {
        await engine.DisposeAsync();
        engine = EmbeddedEngine.Open(Folder, time, options);
    }

    public ValueTask ElapseAsync(TimeSpan by)
    {
        time.Shift += by;
        return ValueTask.CompletedTask;
    }

    /// <summary>Closes the engine; the folder stays until disposed.</summary>
    public ValueTask CloseAsync() => engine.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await engine.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>The real clock, set forward: waiting works as ever, retention passes at once.</summary>
    private sealed class ShiftedTime : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
    }
}
