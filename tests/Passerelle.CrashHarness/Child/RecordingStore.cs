using System.Data.Common;
using Passerelle.CrashHarness.Engines;
using Passerelle.CrashHarness.Flight;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Testing.Ports;

namespace Passerelle.CrashHarness.Child;

/// <summary>The engine's store, with every application on record; the database itself counts the changes of rows.</summary>
internal sealed class RecordingStore(IReadStore inner, FlightRecorder flight, ITally tally) : ForwardingReadStore(inner)
{
    public override async ValueTask PrepareAsync(IReadOnlyCollection<StoreShape> shapes, CancellationToken cancellationToken)
    {
        await Inner.PrepareAsync(shapes, cancellationToken);
        try
        {
            await tally.InstallAsync(shapes, cancellationToken);
        }
        catch (DbException e)
        {
            // The database was restarted in between: the gateway waits and prepares it again.
            throw new IOException(e.Message, e);
        }
    }

    public override async ValueTask<bool> ApplyAsync(ProjectionBatch batch, CancellationToken cancellationToken)
    {
        using var applying = await flight.EnterAsync(batch.Contract.Length > 0 ? Label.ProjectCommit : Label.ViewCommit);
        var applied = await Inner.ApplyAsync(batch, cancellationToken);
        await applying.LeaveAsync();
        return applied;
    }
}
