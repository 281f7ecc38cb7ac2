using System.Text.Json;
using Passerelle.CrashHarness.Load;
using Passerelle.Testing.Network;

namespace Passerelle.CrashHarness.Run;

/// <summary>A consumer that reads everything again and again, and remembers how far each key was.</summary>
internal sealed class RestPoller(IReadOnlyList<LoadedFlow> flows, Findings findings) : IDisposable
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(20);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly Dictionary<(string, string), (long Sequence, string EventId)> _seen = [];

    /// <summary>Values that were read.</summary>
    public long Reads { get; private set; }

    public async Task RunAsync(Func<Uri?> address, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            foreach (var flow in flows)
            {
                try
                {
                    if (address() is { } root) await ReadAsync(root, flow.Name, cancellationToken);
                }
                catch (Exception e) when (Unanswered.Is(e) || e is OperationCanceledException or JsonException)
                {
                    // The gateway was killed in the middle of an answer.
                }
            }

            await Task.Delay(60, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Everything that is served of a contract, by key. One reading at a time: of two, the one that asked first may hear last.</summary>
    public async Task<Dictionary<string, string>> ReadAsync(Uri root, string contract, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // The client's own limit ends with the headers: a gateway that is stopped may owe the rest of an answer.
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(AnswerLimit);
            return await ReadPagesAsync(root, contract, limit.Token);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _turn.Dispose();
    }

    private async Task<Dictionary<string, string>> ReadPagesAsync(Uri root, string contract, CancellationToken cancellationToken)
    {
        var served = new Dictionary<string, string>();
        for (var next = $"/v1/{contract}?limit=500&include=meta"; next is not null;)
        {
            await using var stream = await _http.GetStreamAsync(new Uri(root, next), cancellationToken);
            using var page = await JsonDocument.ParseAsync(stream, default, cancellationToken);
            var metas = page.RootElement.GetProperty("meta").GetProperty("values").EnumerateArray();
            foreach (var (value, meta) in page.RootElement.GetProperty("data").EnumerateArray().Zip(metas))
            {
                var key = meta.GetProperty("key").GetString()!;
                served[key] = ModelValue.Of(value);
                Compare(contract, key, meta.GetProperty("sequence").GetInt64(), meta.GetProperty("eventId").GetString()!);
            }

            next = page.RootElement.GetProperty("links").TryGetProperty("next", out var link) ? link.GetString() : null;
        }

        return served;
    }

    private void Compare(string contract, string key, long sequence, string eventId)
    {
        Reads++;
        lock (_seen)
        {
            var before = _seen.GetValueOrDefault((contract, key));
            if (sequence < before.Sequence)
            {
                findings.Add(Broken.WentBack, $"{contract}/{key}: sequence {sequence} was served after {before.Sequence}.");
            }
            else if (sequence == before.Sequence && eventId != before.EventId)
            {
                findings.Add(Broken.Duplicated, $"{contract}/{key}: sequence {sequence} was served as event {before.EventId} and as {eventId}.");
            }

            _seen[(contract, key)] = (sequence, eventId);
        }
    }
}
