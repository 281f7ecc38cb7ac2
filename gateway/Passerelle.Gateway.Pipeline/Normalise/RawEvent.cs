using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Passerelle.Contracts.Records;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Pipeline.Normalise;

/// <summary>A raw event's headers, read once.</summary>
internal readonly ref struct RawEvent
{
    public RawEvent(LogEvent source)
    {
        Source = source;
        foreach (var header in source.Headers)
        {
            switch (header.Name)
            {
                case HeaderNames.Operation:
                    Operation = header.Value.Length == 1 ? (RawOperation)header.Value.Span[0] : RawOperation.Publish;
                    break;
                case HeaderNames.Sequence:
                    Sequence = Utf8Parser.TryParse(header.Value.Span, out long sequence, out _) ? sequence : 0;
                    break;
                case HeaderNames.Id:
                    Id = header.Value;
                    break;
                case HeaderNames.Origin:
                    OriginBytes = header.Value;
                    break;
                case HeaderNames.Original:
                    Original = header.Value;
                    break;
                case HeaderNames.OriginalHash:
                    OriginalHash = header.Value;
                    break;
                case HeaderNames.AsOf:
                    AsOfBytes = header.Value;
                    break;
                case HeaderNames.TraceParent:
                    TraceParent = header.Value;
                    break;
                case HeaderNames.Delete:
                    IsDelete = true;
                    break;
                case HeaderNames.DeadLetterDocument:
                    Document = header.Value;
                    break;
            }
        }
    }

    public LogEvent Source { get; }

    public RawOperation Operation { get; } = RawOperation.Publish;

    public long Sequence { get; }

    /// <summary>The legacy side has deleted what the key names; the record is not mapped.</summary>
    public bool IsDelete { get; }

    public ReadOnlyMemory<byte> Id { get; }

    public ReadOnlyMemory<byte> OriginBytes { get; }

    public ReadOnlyMemory<byte> Original { get; }

    /// <summary>Empty when the bytes travel in <see cref="Original"/>.</summary>
    public ReadOnlyMemory<byte> OriginalHash { get; }

    public ReadOnlyMemory<byte> AsOfBytes { get; }

    public ReadOnlyMemory<byte> TraceParent { get; }

    private ReadOnlyMemory<byte> Document { get; }

    public Origin Origin => OriginText.Read(OriginBytes.Span);

    public ReadOnlyMemory<byte> Record => Source.Value ?? default;

    public string KeyText => Encoding.ASCII.GetString(Source.Key.Span);

    public DateTimeOffset AsOf => DateTimeOffset.TryParse(
        Encoding.ASCII.GetString(AsOfBytes.Span), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var at) ? at : Source.AppendedAt;

    /// <summary>The dead letter that is announced or replayed.</summary>
    public DeadLetter? DeadLetter => Document.IsEmpty ? null : DeadLetters.DeadLetter.FromJson(Document.Span);
}
