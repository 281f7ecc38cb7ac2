using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Composition.Tests.Roles;

/// <summary>A legacy register in memory that can be down, refuse, or cut the answer off after it has done what was asked.</summary>
internal sealed class Register
{
    public static readonly ErrorCode Down = new("PSR-9911", FailureKind.Connection, "The register is down.");
    public static readonly ErrorCode Closed = new("PSR-9912", FailureKind.Rejected, "The register is closed.");

    public List<string> Rows { get; } = [];

    /// <summary>Ids of operations that were carried out.</summary>
    public List<string> Done { get; } = [];

    public int Calls { get; private set; }

    /// <summary>So many calls fail before they reach it.</summary>
    public int Failures { get; set; }

    public bool IsClosed { get; set; }

    public bool CutsAnswers { get; set; }

    /// <exception cref="PasserelleException">It is down.</exception>
    public void Reach()
    {
        Calls++;
        if (Failures-- > 0) throw new PasserelleException(Down, "The register does not answer.", "Start it.");
    }

    public void Write(string operation, string row)
    {
        Rows.Add(row);
        Done.Add(operation);
        if (CutsAnswers) throw new IOException("The answer was cut.");
    }
}
