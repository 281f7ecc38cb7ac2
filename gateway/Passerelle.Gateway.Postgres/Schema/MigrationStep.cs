using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Postgres.Tables;

namespace Passerelle.Gateway.Postgres.Schema;

/// <summary>How a step is run.</summary>
internal enum StepKind
{
    /// <summary>In one transaction, waiting for locks only briefly, so that nobody queues behind it for long.</summary>
    Transaction,

    /// <summary>Outside of a transaction, as everything CONCURRENTLY must be.</summary>
    Alone,

    /// <summary>Fills new columns of older rows.</summary>
    Fill,
}

internal sealed record MigrationStep(StepKind Kind, StoreStep Step, StoreTable? Table = null);
