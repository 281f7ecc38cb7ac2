namespace Passerelle.Gateway.Reloading;

/// <summary>What became of a changed workspace.</summary>
/// <param name="Applied">False: the last good configuration stays in force, for <paramref name="Reasons"/>.</param>
/// <param name="Changes">The files that differ from what was in force, as <c>flows/companies.yaml</c>.</param>
/// <param name="Reasons">One line each: a problem with its place and repair, or what only a restart can change.</param>
public sealed record ReloadOutcome(bool Applied, IReadOnlyList<string> Changes, IReadOnlyList<string> Reasons);
