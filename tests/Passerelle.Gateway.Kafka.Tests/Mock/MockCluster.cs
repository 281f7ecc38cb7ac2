using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace Passerelle.Gateway.Kafka.Tests.Mock;

/// <summary>What a client asks for, by the protocol's number of it.</summary>
internal enum Request : short
{
    Produce = 0,
    Fetch = 1,
    ListOffsets = 2,
    FindCoordinator = 10,
    JoinGroup = 11,
    Heartbeat = 12,
    InitProducerId = 22,
    AddPartitionsToTxn = 24,
    EndTxn = 26,
}

/// <summary>librdkafka's mock cluster: brokers in this process that answer with the errors they are told. It knows transactions but not their
/// marks: what is given up stays visible, so only faults that end well can be compared event by event.</summary>
internal sealed class MockCluster : IDisposable
{
    public const int Brokers = 3;
    private readonly IntPtr client;
    private readonly IntPtr cluster;

    public MockCluster()
    {
        var reason = new byte[512];
        client = Native.New(0, Native.NewConfiguration(), reason, (UIntPtr)reason.Length);
        if (client == IntPtr.Zero) throw new Win32Exception(Encoding.UTF8.GetString(reason).TrimEnd('\0'));
        cluster = Native.NewCluster(client, Brokers);
        Check(Native.SetController(cluster, 1));
        Native.SetRebalanceDelay(cluster, 100);
    }

    public string Servers => Marshal.PtrToStringUTF8(Native.Bootstraps(cluster))!;

    public void Make(string topic) => Check(Native.MakeTopic(cluster, topic, 1, Brokers));

    /// <summary>The next requests of that kind are answered so, one after the other, whatever broker they go to.</summary>
    public void Answer(Request request, params Confluent.Kafka.ErrorCode[] errors) =>
        Native.PushErrors(cluster, (short)request, (UIntPtr)errors.Length, [.. errors.Select(e => (int)e)]);

    /// <summary>Another broker becomes the coordinator of the transactional id or group.</summary>
    public void MoveCoordinator(string kind, string key, int broker) => Check(Native.SetCoordinator(cluster, kind, key, broker));

    public void MoveLeader(string topic, int broker) => Check(Native.SetLeader(cluster, topic, 0, broker));

    /// <summary>Every answer of every broker takes that long.</summary>
    public void Delay(TimeSpan answer)
    {
        for (var broker = 1; broker <= Brokers; broker++) Check(Native.SetDelay(cluster, broker, (int)answer.TotalMilliseconds));
    }

    public void Dispose()
    {
        Native.DestroyCluster(cluster);
        Native.Destroy(client);
    }

    private static void Check(int error)
    {
        if (error != 0) throw new InvalidOperationException($"The mock cluster refuses: {(Confluent.Kafka.ErrorCode)error}.");
    }
}
