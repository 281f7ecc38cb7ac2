namespace Passerelle.CrashHarness.Flight;

/// <summary>What a gateway can be doing when it is killed: a stage and a moment in it.</summary>
internal enum Label
{
    /// <summary>From the start of the process until REST answers.</summary>
    Start,

    /// <summary>The first pass over a delivery: its comparison with the last extract.</summary>
    IngestJudging,

    /// <summary>From the begin of a transaction with raw events to its commit.</summary>
    IngestBatch,

    /// <summary>Inside the commit of such a transaction.</summary>
    IngestCommit,

    /// <summary>The delivery's end is committed, the legacy side not told yet (the file not archived), or that not written down yet.</summary>
    IngestAcknowledge,

    /// <summary>Requests of operators are being carried out by the ingest owner.</summary>
    IngestReplay,

    /// <summary>Deletions of vanished keys are being looked for and written.</summary>
    IngestSweep,

    /// <summary>Inside the commit of deletions, or of deletions that are held back.</summary>
    SweepCommit,

    NormaliseBatch,
    NormaliseCommit,

    /// <summary>After the commit, before the next read: what memory knows is ahead of nothing.</summary>
    NormaliseAfter,

    /// <summary>A batch that carries out requests of operators.</summary>
    NormaliseReplay,

    /// <summary>A batch that takes records out of the parked log.</summary>
    NormaliseRelease,

    /// <summary>Events were read and are being made into rows.</summary>
    ProjectBatch,

    /// <summary>Inside the database's transaction of rows and position.</summary>
    ProjectCommit,

    /// <summary>The database has committed, the log does not know yet how far this reader is.</summary>
    ProjectAcknowledge,

    /// <summary>Inside the database's transaction of dead letters or deliveries.</summary>
    ViewCommit,

    /// <summary>Between joining a group and the first work, or between a revocation and the end of the work.</summary>
    HandOver,

    /// <summary>Inside the log's compaction.</summary>
    Compaction,
}

internal static class Labels
{
    public static IReadOnlyList<Label> All { get; } = Enum.GetValues<Label>();

    /// <summary>As the table of kills names it: stage, then moment.</summary>
    public static (string Stage, string Moment) Names(this Label label) => label switch
    {
        Label.Start => ("gateway", "starting"),
        Label.IngestJudging => ("ingest", "in judging"),
        Label.IngestBatch => ("ingest", "in batch"),
        Label.IngestCommit => ("ingest", "in commit"),
        Label.IngestAcknowledge => ("ingest", "between commit and acknowledgement"),
        Label.IngestReplay => ("ingest", "in replay"),
        Label.IngestSweep => ("ingest", "in sweep"),
        Label.SweepCommit => ("ingest", "in sweep's commit"),
        Label.NormaliseBatch => ("normalise", "in batch"),
        Label.NormaliseCommit => ("normalise", "in commit"),
        Label.NormaliseAfter => ("normalise", "between commit and next read"),
        Label.NormaliseReplay => ("normalise", "in replay"),
        Label.NormaliseRelease => ("normalise", "in release"),
        Label.ProjectBatch => ("project", "in batch"),
        Label.ProjectCommit => ("project", "in commit"),
        Label.ProjectAcknowledge => ("project", "between commit and acknowledgement"),
        Label.ViewCommit => ("project", "in commit of views"),
        Label.HandOver => ("log", "in rebalance"),
        _ => ("log", "in compaction"),
    };
}
