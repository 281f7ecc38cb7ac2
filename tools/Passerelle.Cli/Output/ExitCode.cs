namespace Passerelle.Cli.Output;

/// <summary>What the process says to scripts; part of the interface.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int Error = 1;
    public const int Usage = 2;
    public const int PartlyDone = 3;
    public const int NothingMatched = 4;
    public const int Conflict = 5;
    public const int Denied = 6;
    public const int Interrupted = 130;
}
