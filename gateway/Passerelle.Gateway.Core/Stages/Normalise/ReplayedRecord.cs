using System.Globalization;
using System.Text;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Core.Log;
using Passerelle.Gateway.Core.Stages.DeadLetters;
using Passerelle.Gateway.Core.Stages.Events;

namespace Passerelle.Gateway.Core.Stages.Normalise;

/// <summary>A normalise dead letter as the raw event that it was made from, standing where its request stands.</summary>
internal static class ReplayedRecord
{
    public static LogEvent ToEvent(DeadLetter letter, LogEvent request)
    {
        using var arena = new BatchArena();
        return request with
        {
            Key = Encoding.ASCII.GetBytes(letter.Key ?? ""),
            Value = letter.Record,
            Headers =
            [
                new(HeaderNames.Operation, new[] { (byte)RawOperation.Replay }),
                new(HeaderNames.Id, Encoding.ASCII.GetBytes($"{letter.Id}:{letter.Attempts + 1}")),
                Sequence(letter),
                Text(HeaderNames.AsOf, letter.AsOf.ToString("O", CultureInfo.InvariantCulture)),
                Text(HeaderNames.TraceParent, letter.TraceParent ?? ""),
                new(HeaderNames.Origin, OriginText.Write(letter.Origin.ToOrigin(), arena).ToArray()),
                letter.OriginalHash is { } hash ? Text(HeaderNames.OriginalHash, hash) : new(HeaderNames.Original, letter.Original),
            ],
        };
    }

    /// <summary>The replay of the dead letter as it stands now: a full extract brings another broken row of a key as another attempt.</summary>
    /// <param name="replay">Made from the request's copy.</param>
    public static LogEvent Current(LogEvent replay, DeadLetter current) =>
        current.Stage == Stage.Normalise ? ToEvent(current, replay) : replay with { Headers = [.. replay.Headers.Select(h => h.Name == HeaderNames.Sequence ? Sequence(current) : h)] };

    private static LogHeader Sequence(DeadLetter letter) => Text(HeaderNames.Sequence, letter.Sequence.ToString(CultureInfo.InvariantCulture));

    private static LogHeader Text(string name, string value) => new(name, Encoding.UTF8.GetBytes(value));
}
