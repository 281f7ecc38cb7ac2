using System.Globalization;
using System.Text;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Workspace.Flows;

namespace Passerelle.Gateway.Pipeline.Parking;

/// <summary>Reads waiting messages back from the parked log, by the index and in pages: neighbours on the log are read once.</summary>
internal sealed class WaitingMessages(FlowDefinition flow, GatewayEnvironment environment, ParkingLot lot, int partition)
{
    private const int SmallestPage = 16;
    private const int LargestPage = 256;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly string _log = environment.Topics.Parked(flow.Name);
    private readonly string _raw = environment.Topics.Raw(flow.Name);
    private IReadOnlyList<LogEvent> _page = [];
    private int _at;
    private int _used;
    private int _size = SmallestPage;

    /// <summary>A message as the raw event that it was when it was parked.</summary>
    /// <exception cref="PasserelleException">PSR-4513: it is not on the log any more.</exception>
    public async ValueTask<LogEvent> ReadAsync(string key, long number, CancellationToken cancellationToken)
    {
        if (await lot.OffsetAsync(key, number, cancellationToken) is not { } from) throw Lost(key, number);
        var name = WaitingKey.OnLog(key, number);
        if (_at >= _page.Count || _page[_at].Offset > from || _page[^1].Offset < from) await FetchAsync(from, cancellationToken);
        while (_page.Count > 0)
        {
            for (; _at < _page.Count; _at++)
            {
                if (!_page[_at].Key.Span.SequenceEqual(name) || _page[_at].Value is null) continue;
                _used++;
                return ToRaw(key, _page[_at++]);
            }

            await FetchAsync(_page[^1].Offset + 1, cancellationToken);
        }

        throw Lost(key, number);
    }

    /// <summary>Messages of many keys lie mixed on the log: pages grow while most of what they hold is wanted.</summary>
    private async ValueTask FetchAsync(long from, CancellationToken cancellationToken)
    {
        _size = _used * 2 > _page.Count ? Math.Min(LargestPage, _size * 2) : SmallestPage;
        _page = await environment.Log.FetchAsync(_log, partition, from, _size, Patience, cancellationToken);
        (_at, _used) = (0, 0);
    }

    private LogEvent ToRaw(string key, LogEvent waiting)
    {
        var from = waiting.Header(HeaderNames.ParkedFrom) is { } text
            && long.TryParse(Encoding.ASCII.GetString(text.Span), NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? offset : waiting.Offset;
        return waiting with { Topic = _raw, Offset = from, Key = Encoding.ASCII.GetBytes(key) };
    }

    private PasserelleException Lost(string key, long number) => new(
        StageCodes.WaitingLost,
        string.Create(CultureInfo.InvariantCulture, $"Message {number} of a parked key of flow '{flow.Name}' (partition {partition}, {key.Length} characters) is not on '{_log}' any more."),
        $"Restore '{_log}' from a backup: it must keep what waits, whatever its age.");
}
