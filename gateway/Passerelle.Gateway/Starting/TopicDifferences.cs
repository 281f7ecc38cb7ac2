using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Starting;

internal static class TopicDifferences
{
    private static readonly ErrorCode Differs = new("PSR-4510", FailureKind.Configuration, "A topic is not as the workspace wants it.");

    /// <exception cref="PasserelleException">There is any difference: a topic's partitions never change in place.</exception>
    public static void Refuse(IReadOnlyList<string> differences)
    {
        if (differences.Count == 0) return;
        throw new PasserelleException(
            Differs, string.Join(" ", differences), "Set the workspace back to what exists, or start with a new data folder or prefix.");
    }
}
