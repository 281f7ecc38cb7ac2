using System.Buffers.Binary;
using System.Globalization;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Embedded.Tests;

/// <summary>The process that is killed: appends without end, in transactions or by durable appends with many in flight, and prints each number
/// once it is acknowledged.</summary>
internal static class CrashChild
{
    public const string Topic = "crash";
    public const string Table = "last";
    public const int EventsOfOne = 50;
    public const int Callers = 64;

    public static async Task<int> Main(string[] args)
    {
        if (args is not ["crash-child" or "append-child", var folder]) return 2;
        await using var engine = EmbeddedEngine.Open(folder, TimeProvider.System);
        await engine.Log.EnsureTopicsAsync([new(Topic, 1, false, null)], default);
        if (args[0] == "crash-child") await engine.Log.RunAsync("g", Topic, AppendAsync, default);
        else await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => AppendAsync(engine.Log.Appender, caller)));
        return 0;
    }

    /// <summary>Each caller has its own numbers: its first, and every one that lies further by the number of callers.</summary>
    private static async Task AppendAsync(IDurableAppender appender, int caller)
    {
        for (long number = caller; ; number += Callers)
        {
            var key = new byte[8];
            BinaryPrimitives.WriteInt64BigEndian(key, number);
            await appender.AppendAsync(new(Topic, 0, key, new byte[200], []), default);
            await Console.Out.WriteLineAsync(number.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static async Task AppendAsync(IPartitionLease lease)
    {
        var value = new byte[2000];
        for (var number = await lease.PositionAsync(Topic, default); ; number++)
        {
            BinaryPrimitives.WriteInt64BigEndian(value, number);
            await using var transaction = lease.Begin();
            for (var i = 0; i < EventsOfOne; i++) transaction.Append(new(Topic, 0, value.AsMemory(0, 8), value, []));
            transaction.Put(Table, "number"u8.ToArray(), value.AsMemory(0, 8));
            transaction.Advance(Topic, number + 1);
            await transaction.CommitAsync(default);
            await Console.Out.WriteLineAsync(number.ToString(CultureInfo.InvariantCulture));
            await Console.Out.FlushAsync();
        }
    }
}
