using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Ports.Log;

/// <summary>Whether a durable append stands is not known: it was handed over, and nobody said what became of it.
/// It may also come to stand later, when a broker or a disk comes back.</summary>
/// <remarks>Appended again it may stand twice; readers drop the repeat by the event's id.</remarks>
public sealed class AppendUnclearException(ErrorCode code, string message, string remedy, Exception? inner = null)
    : PasserelleException(code, message, remedy, inner);
