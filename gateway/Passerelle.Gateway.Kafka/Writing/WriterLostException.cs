namespace Passerelle.Gateway.Kafka.Writing;

/// <summary>The producer is beyond use: fenced by a successor, timed out, or failed. Whether its last transaction stands, only the log can tell:
/// whoever opens the next writer of the same id reads state and positions again.</summary>
internal sealed class WriterLostException(string message, Exception? inner) : Exception(message, inner);
