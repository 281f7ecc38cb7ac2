using System.Runtime.CompilerServices;

namespace Passerelle.Conformance;

/// <summary>One behaviour that every engine of a port must show on a host of its own.</summary>
public sealed record ConformanceCase<THost>(string Name, Func<THost, Task> Run)
{
    public override string ToString() => Name;

    internal static ConformanceCase<THost> Of(Func<THost, Task> run, [CallerArgumentExpression(nameof(run))] string name = "") => new(name, run);
}
