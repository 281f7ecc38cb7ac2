namespace Passerelle.Contracts.Errors;

/// <summary>How grave a <see cref="Problem"/> is.</summary>
public enum Severity
{
    /// <summary>The workspace does not start.</summary>
    Error,

    /// <summary>It starts, but someone should know.</summary>
    Warning,
}
