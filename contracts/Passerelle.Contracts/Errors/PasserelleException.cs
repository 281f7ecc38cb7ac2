namespace Passerelle.Contracts.Errors;

/// <summary>An error with a place in the taxonomy that stops an operation (not one record: that is a <see cref="Failure"/>).</summary>
public class PasserelleException(ErrorCode code, string message, string remedy, Exception? inner = null)
    : Exception(message, inner)
{
    public ErrorCode Code { get; } = code;

    /// <summary>How to fix it, as an instruction.</summary>
    public string Remedy { get; } = remedy;
}
