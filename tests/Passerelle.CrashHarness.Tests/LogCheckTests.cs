using Passerelle.CrashHarness.Load;
using Passerelle.CrashHarness.Oracle;
using Passerelle.CrashHarness.Run;

namespace Passerelle.CrashHarness.Tests;

internal sealed class LogCheckTests
{
    // The mended record "c" need not have been replayed when "b" came back; then "b" was served all the time, and is not published again.
    private static readonly List<Publication> Mended =
        [new("k|a", false), new("k|b", false), new("k|c", true), new("k|b", true), new("k|c", false), new("k|d", false)];

    [TestCase("a b c d")]
    [TestCase("a b c b c d")]
    public void a_mended_record_may_or_may_not_be_published_before_an_older_one_comes_back(string published) =>
        Assert.That(Check(published), Is.Empty);

    [TestCase("a b d", "OutOfOrder: flow/k: k|d (e2) was published where k|c was due.")]
    [TestCase("a b c", "Lost: flow/k: k|d was never published.")]
    [TestCase("a b c d d", "Duplicated: flow/k: k|d (e4) was published where nothing was due.")]
    [TestCase("b a c d", "OutOfOrder: flow/k: k|b (e0) was published where k|a was due.")]
    public void what_is_missing_doubled_or_in_another_order_is_found(string published, string finding) =>
        Assert.That(Check(published), Has.Exactly(1).StartsWith(finding));

    private static List<string> Check(string published)
    {
        var findings = new Findings();
        var events = published.Split(' ').Select((v, i) => new PublishedEvent("k", $"k|{v}", i, $"e{i}")).ToList();
        new LogCheck(null!, findings).CheckHistory("flow", events, new Dictionary<string, List<Publication>> { ["k"] = Mended });
        return [.. findings.All.Select(f => $"{f.Promise}: {f.Message}")];
    }
}
