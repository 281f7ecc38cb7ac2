using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Conformance;

/// <summary>An engine of the event log under test, over data of its own.</summary>
public interface IEventLogHost : IAsyncDisposable
{
    IEventLog Log { get; }

    /// <summary>Put before every topic and group, so that one cluster serves many cases.</summary>
    string Prefix { get; }

    /// <summary>The most that one event's value may hold here, in bytes; the suite writes one of this size.</summary>
    int LargestValue { get; }

    /// <summary>Stops the log in good order and opens it again over the same data.</summary>
    ValueTask ReopenAsync();

    /// <summary>Lets at least this much time pass for retention, by clock or by configuration.</summary>
    ValueTask ElapseAsync(TimeSpan time);
}

/// <summary>An engine of the read store under test, over data of its own.</summary>
public interface IReadStoreHost : IAsyncDisposable
{
    Passerelle.Gateway.Ports.Store.IReadStore Store { get; }

    /// <summary>Closes the store and opens it again over the same data. Shapes must be prepared again.</summary>
    ValueTask ReopenAsync();
}
