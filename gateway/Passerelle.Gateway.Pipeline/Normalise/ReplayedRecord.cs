using System.Globalization;
using System.Text;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Pipeline.Normalise;

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
                Text(HeaderNames.Sequence, letter.Sequence.ToString(CultureInfo.InvariantCulture)),
                Text(HeaderNames.AsOf, letter.AsOf.ToString("O", CultureInfo.InvariantCulture)),
                Text(HeaderNames.TraceParent, letter.TraceParent ?? ""),
                new(HeaderNames.Origin, OriginText.Write(letter.Origin.ToOrigin(), arena).ToArray()),
                .. letter.IsDelete == true ? new[] { Text(HeaderNames.Delete, "1") } : [],
                letter.OriginalHash is { } hash ? Text(HeaderNames.OriginalHash, hash) : new(HeaderNames.Original, letter.Original),
            ],
        };
    }

    private static LogHeader Text(string name, string value) => new(name, Encoding.UTF8.GetBytes(value));
}
