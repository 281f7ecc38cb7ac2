using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Ports.Log;
using SQLitePCL;

namespace Passerelle.Gateway.Embedded.Errors;

/// <summary>The one place that words the engine's errors.</summary>
internal static class Fail
{
    public static PasserelleException FolderInUse(string folder, string holder) => new(
        EmbeddedCodes.FolderInUse,
        $"The data folder '{folder}' is in use by the gateway with process id {holder}.",
        "Stop that gateway, or name another data folder.");

    public static PasserelleException UnknownTopic(string topic) => new(
        EmbeddedCodes.UnknownTopic,
        $"The log has no topic '{topic}'.",
        "Make the topic with EnsureTopics before it is read or written; check the prefix in passerelle.yaml.");

    public static PasserelleException UnknownPartition(string topic, int partition, int count) => new(
        EmbeddedCodes.UnknownTopic,
        $"Topic '{topic}' has the partitions 0 to {count - 1}, not {partition}.",
        "Compute the partition from the key with the topic's own number of partitions.");

    public static PasserelleException Corrupt(string topic, int partition, long offset, string what) => new(
        EmbeddedCodes.CorruptBatch,
        $"The batch of events at topic '{topic}', partition {partition}, offset {offset} is damaged: {what}.",
        "Restore log.db from a backup, or check the disk; nothing was skipped.");

    public static PasserelleException TransactionTooLarge(string what) => new(
        EmbeddedCodes.TransactionTooLarge,
        $"The transaction would hold {what}.",
        "Commit smaller batches.");

    public static PasserelleException EventTooLarge(string topic, long bytes, long limit) => new(
        EmbeddedCodes.EventTooLarge,
        $"An event for topic '{topic}' has {bytes} bytes, the log takes {limit}.",
        "Put the large part into the claim store and refer to it.");

    public static PasserelleException TooManyAppends(InFlightLimit limit) => new(
        EmbeddedCodes.TooManyAppends,
        $"The log has taken {limit.MaxEvents} appends or {limit.MaxBytes} bytes that are not on the disk yet, and takes no more until they are; "
        + "this event was not appended.",
        "Append it again a little later. If this lasts, look at the disk of the data folder: it does not keep up.");

    public static AppendUnclearException AppendUnclear(string topic, int partition, Exception inner) => new(
        EmbeddedCodes.AppendUnclear,
        $"Whether an event for topic '{topic}', partition {partition}, stands in the log is not known: {inner.Message}",
        "Check the disk. Append the event again under the same id: readers drop the repeat.", inner);

    public static PasserelleException FormatTooNew(string file, long found, long known) => new(
        EmbeddedCodes.FormatTooNew,
        $"'{file}' has format {found}, this version knows formats up to {known}.",
        "Run the version that wrote the data folder, or a newer one.");

    public static PasserelleException FormatTooOld(string file, long found, long known) => new(
        EmbeddedCodes.FormatTooOld,
        $"'{file}' has format {found}, this version reads format {known} only.",
        "Let the version that wrote it finish what waits, then start with a new data folder and deliver the last extracts again.");

    public static PasserelleException NotPrepared(string contract, int major) => new(
        EmbeddedCodes.NotPrepared,
        $"The read store has no table for contract '{contract}', major version {major}.",
        "Wait until the gateway has started; readiness says what it waits for.");

    public static PasserelleException BadContractName(string contract, int major) => new(
        EmbeddedCodes.BadContractName,
        $"The contract '{contract}' with major version {major} cannot be stored.",
        "Use a name of 1 to 100 characters of a-z, 0-9 and '-', and a major version from 0 to 9999.");

    public static PasserelleException FieldNotIndexed(string contract, int major, string field, IEnumerable<string> known) => new(
        EmbeddedCodes.FieldNotIndexed,
        $"Field '{field}' of contract '{contract}' v{major} is neither filterable nor sortable.",
        $"Use one of: {string.Join(", ", known)}.");

    public static PasserelleException BadFilterValue(string field, string expected, string found) => new(
        EmbeddedCodes.BadFilterValue,
        $"Field '{field}' is compared with {expected}, found '{(found.Length > 200 ? found[..200] : found)}'.",
        $"Give {expected}.");

    public static PasserelleException BadCursor(int expected, int found) => new(
        EmbeddedCodes.BadCursor,
        $"The cursor holds {found} sort values, the query sorts by {expected} fields.",
        "Send the cursor with the same sort that made it.");

    public static PasserelleException Claim(string id, Exception inner) => new(
        EmbeddedCodes.ClaimFailed,
        $"The claim {id[..12]}… in the data folder's claims could not be read or written: {inner.Message}",
        "Check the disk, its free space, and that the gateway's user may write to the data folder; the gateway goes on by itself.", inner);

    /// <summary>Words a SQLite result code; what waits is told from what does not.</summary>
    public static PasserelleException Sqlite(int resultCode, string detail, string file, Exception? inner = null) => (resultCode & 0xFF) switch
    {
        raw.SQLITE_FULL => new(
            EmbeddedCodes.DiskFull, $"'{file}' could not grow: {detail}.",
            "Free disk space; the gateway goes on by itself.", inner),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new(
            EmbeddedCodes.DatabaseBusy, $"'{file}' is locked by another process: {detail}.",
            "Close the program that has the file open; the gateway goes on by itself.", inner),
        raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY or raw.SQLITE_PERM => new(
            EmbeddedCodes.DiskFailed, $"'{file}' could not be read or written: {detail}.",
            "Check the disk, and that the gateway's user may write to the data folder.", inner),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new(
            EmbeddedCodes.DatabaseDamaged, $"'{file}' is damaged: {detail}.",
            "Restore the data folder from a backup; store.db alone may be deleted and is rebuilt from the log.", inner),
        _ => new(
            EmbeddedCodes.DatabaseFailed, $"'{file}' refused a statement with result {resultCode}: {detail}.",
            "Report this with the message.", inner),
    };
}
