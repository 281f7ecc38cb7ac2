namespace Passerelle.Contracts.Errors;

/// <summary>Where on a record's way something failed. Closed: part of the error taxonomy.</summary>
public enum Stage
{
    Ingest,
    Normalise,
    Project,
    Execute,
    Serve,
}
