namespace Passerelle.Gateway.Ports.Store;

/// <summary>Brings the tables of a store to the shapes that a workspace's contracts want: first said, then done.</summary>
public interface IStoreMigration
{
    /// <summary>What is missing or no longer used, in the order in which it would be done. Changes nothing.</summary>
    ValueTask<IReadOnlyList<StoreStep>> PlanAsync(IReadOnlyCollection<StoreShape> shapes, CancellationToken cancellationToken);

    /// <summary>Does what <see cref="PlanAsync"/> would say now; repeated after a crash, it goes on where it stopped.</summary>
    ValueTask ApplyAsync(IReadOnlyCollection<StoreShape> shapes, IProgress<StoreProgress> progress, CancellationToken cancellationToken);
}

/// <summary>One step of a migration.</summary>
/// <param name="Sql">What is run, or a comment that says what is done without SQL.</param>
/// <param name="Removes">True when it only takes away what no contract uses any more: a start leaves it to <c>store apply</c>.</param>
public sealed record StoreStep(string What, string Sql, bool Removes = false);

/// <summary>How far a step has come.</summary>
/// <param name="Rows">Rows that were gone through, for steps that go through rows.</param>
public sealed record StoreProgress(StoreStep Step, long Rows, bool Done);
