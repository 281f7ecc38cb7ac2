using System.Text.Json;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Pipeline.Registry;

/// <summary>The number of the form in which everything on a log is written: events, headers, documents and state tables together.</summary>
internal sealed record LogFormatMark(int Format);

/// <summary>Keeps that number on the log itself, so that a version that does not know what is there does not start on it.</summary>
/// <remarks>A change that an older version would read wrongly raises <see cref="Current"/> and brings a step that carries the log from the number before.
/// What an older version passes over (a new header, a new member of a document) does not.</remarks>
internal sealed class LogFormat(IEventLog log, TopicNames topics)
{
    /// <summary>What this version writes. A log without a number is of the first form, which was written before there were numbers.</summary>
    public const int Current = 1;

    private const int PageSize = 500;

    private static readonly byte[] Key = "format"u8.ToArray();

    /// <summary>Compares the log's number with this version's, and enters it where there is none.</summary>
    /// <exception cref="PasserelleException">PSR-4521: a newer version has written there.</exception>
    public async ValueTask CheckAsync(CancellationToken cancellationToken)
    {
        var found = await ReadAsync(cancellationToken);
        if (found > Current)
        {
            throw new PasserelleException(
                StageCodes.NewerLog,
                $"The log is written in form {found}; this version of Passerelle knows forms up to {Current}.",
                "Start the version that wrote it, or a later one. A log is never carried back: take the copy that was made before the change.");
        }

        if (found is not null) return;
        var mark = JsonSerializer.SerializeToUtf8Bytes(new LogFormatMark(Current), RegistryJson.Default.LogFormatMark);
        await log.AppendAsync([new LogAppend(topics.Contracts, 0, Key, mark, [])], cancellationToken);
    }

    private async ValueTask<int?> ReadAsync(CancellationToken cancellationToken)
    {
        int? last = null;
        await foreach (var page in log.PagesAsync(topics.Contracts, 0, PageSize, cancellationToken))
        {
            foreach (var e in page.Where(e => e.Key.Span.SequenceEqual(Key) && e.Value is not null))
            {
                last = JsonSerializer.Deserialize(e.Value!.Value.Span, RegistryJson.Default.LogFormatMark)?.Format;
            }
        }

        return last;
    }
}
