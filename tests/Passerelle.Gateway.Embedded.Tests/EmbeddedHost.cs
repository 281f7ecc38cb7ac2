using Passerelle.Conformance;
using Passerelle.Gateway.Pipeline.Claims;
using Passerelle.Gateway.Ports.Claims;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.Gateway.Embedded.Tests;

/// <summary>The embedded engine over a temporary folder, with a clock that tests can move.</summary>
internal sealed class EmbeddedHost : IEventLogHost, IReadStoreHost
{
    private readonly EmbeddedOptions options;
    private readonly ShiftedTime time = new();
    private readonly bool claimsAll;
    private EmbeddedEngine engine;

    /// <param name="claimsAll">Everything goes through the claim store, however small.</param>
    public EmbeddedHost(EmbeddedOptions? options = null, bool claimsAll = false)
    {
        this.claimsAll = claimsAll;
        this.options = options ?? new();
        engine = EmbeddedEngine.Open(Folder, time, this.options);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("passerelle-").FullName;

    public IEventLog Log => claimsAll ? new ClaimingEventLog(engine.Log, engine.Claims, largest: 0) : engine.Log;

    public IEventLog BareLog => engine.Log;

    public IClaimStore Claims => engine.Claims;

    public TimeProvider Time => time;

    public IReadStore Store => engine.Store;

    public string Prefix => "test.";

    public int LargestValue => 4_000_000;

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
