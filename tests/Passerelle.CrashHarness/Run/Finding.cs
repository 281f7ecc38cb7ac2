namespace Passerelle.CrashHarness.Run;

/// <summary>What a broken promise is counted under in the verdict.</summary>
internal enum Broken
{
    /// <summary>A record that must be visible is not.</summary>
    Lost,

    /// <summary>Published twice, or a row changed twice for one event.</summary>
    Duplicated,

    /// <summary>Sequences or positions that do not rise, or values in another order than they were delivered in.</summary>
    OutOfOrder,

    /// <summary>A consumer saw a value older than one that it saw before.</summary>
    WentBack,

    /// <summary>A key is deleted that the legacy side did not delete.</summary>
    FalselyDeleted,

    /// <summary>A dead letter is missing, doubled, or in the wrong state.</summary>
    DeadLetter,

    /// <summary>A process did not behave: did not start, did not stop, was not refused.</summary>
    Process,
}

internal sealed record Finding(Broken Promise, string Message);

/// <summary>Findings as they come in, from several tasks.</summary>
internal sealed class Findings
{
    private const int MostOfOnePromise = 20;
    private readonly Lock _gate = new();
    private readonly Dictionary<Broken, int> _counts = [];
    private readonly List<Finding> _all = [];

    /// <summary>The first ones of each promise; <see cref="Count"/> counts all.</summary>
    public IReadOnlyList<Finding> All
    {
        get
        {
            lock (_gate) return [.. _all];
        }
    }

    public bool Any => All.Count > 0;

    public void Add(Broken promise, string message)
    {
        lock (_gate)
        {
            _counts[promise] = _counts.GetValueOrDefault(promise) + 1;
            if (_counts[promise] <= MostOfOnePromise) _all.Add(new Finding(promise, message));
        }
    }

    public int Count(Broken promise)
    {
        lock (_gate) return _counts.GetValueOrDefault(promise);
    }
}
