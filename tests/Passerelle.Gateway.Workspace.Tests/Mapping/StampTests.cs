using Passerelle.Gateway.Workspace.Mapping;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Tests.Mapping;

/// <summary>When a record was true, and which of two is newer.</summary>
internal sealed class StampTests
{
    private const string Contract = """
        name: things
        version: 1.0.0
        key: [id]
        title: Things
        description: Things.
        schema: { type: object, required: [id], properties: { id: { type: string } } }
        """;

    [TestCase("asOf: at", """{"id":"1","at":"2026-03-01T10:00:00+02:00"}""", "2026-03-01T08:00:00")]
    [TestCase("asOf: at", """{"id":"1","at":"2026-03-01"}""", "2026-03-01T00:00:00")]
    [TestCase("asOf: { from: at, convert: [{ dateTime: { pattern: yyyyMMddHHmmss, zone: Europe/Paris } }] }", """{"id":"1","at":"20260301100000"}""", "2026-03-01T09:00:00")]
    [TestCase("asOf: { firstOf: [changed, created] }", """{"id":"1","changed":"","created":"2026-03-01T08:00:00Z"}""", "2026-03-01T08:00:00")]
    public void A_record_says_when_it_was_true(string option, string record, string expected) =>
        Assert.That(Compile(option).Map(record).Result.AsOf!.Value.UtcDateTime.ToString("s", System.Globalization.CultureInfo.InvariantCulture), Is.EqualTo(expected));

    [TestCase("""{"id":"1","at":"yesterday"}""", "asOf: expected an ISO 8601 time, found 'yesterday'")]
    [TestCase("""{"id":"1","at":""}""", "asOf: expected an ISO 8601 time, found nothing")]
    [TestCase("""{"id":"1"}""", "asOf: expected an ISO 8601 time, found nothing")]
    [TestCase("""{"id":"1","at":"12/11/2026"}""", "asOf: expected an ISO 8601 time, found '12/11/2026'")]
    public void A_time_that_cannot_be_read_fails_the_record(string record, string message)
    {
        var (result, _) = Compile("asOf: at").Map(record);
        Assert.That((result.Decision, result.Failure!.Code.Id, result.Failure.Field, result.Failure.Message), Is.EqualTo((MapDecision.Failed, "PSR-3114", "asOf", message)));
    }

    [Test]
    public void A_lenient_flow_takes_the_deliverys_time_instead_and_counts()
    {
        var counters = new SampleMappingTests.Counters();
        var (result, value) = Compile("asOf: { from: at, onError: null }").Map("""{"id":"1","at":"yesterday"}""", counters);
        Assert.That((result.Decision, result.AsOf, value), Is.EqualTo((MapDecision.Value, default(DateTimeOffset?), """{"id":"1"}""")));
        Assert.That(counters.Names, Is.EqualTo(new[] { "nullWhenInvalid:asOf" }));
    }

    [TestCase("""{"id":"1","v":"42"}""", 42)]
    [TestCase("""{"id":"1","v":-7}""", -7)]
    [TestCase("""{"id":"1","v":"1970-01-01T00:00:01Z"}""", 621355968010000000)]
    public void A_record_says_its_order_as_a_number_or_a_time(string record, long expected) =>
        Assert.That(Compile("orderBy: v").Map(record).Result.Order, Is.EqualTo(expected));

    [Test]
    public void A_deletion_has_its_time_and_order_too()
    {
        var (result, _) = Compile("orderBy: v\nasOf: at\ndeleteWhen: { field: gone, equals: \"1\" }").Map("""{"id":"1","v":3,"at":"2026-03-01","gone":"1"}""");
        Assert.That((result.Decision, result.Order, result.AsOf!.Value.Year), Is.EqualTo((MapDecision.Delete, 3L, 2026)));
    }

    [TestCase("orderBy: { from: v, onError: null }", "flow.yaml:1:30 `orderBy` cannot have this `onError`: remove it: a record without its order is a dead letter")]
    [TestCase("asOf: { convert: [trim] }", "flow.yaml:1:7 exactly one source is needed: write one of `from`, `value`, `firstOf`, `concat`, `jmesPath`, as `from: siren`")]
    public void A_mistake_is_reported_at_its_place(string option, string expected)
    {
        var problems = new ProblemList();
        Assert.That(MappingBench.Compile(Contract, Flow(option), problems), Is.Null);
        Assert.That(problems.Sorted().Select(p => $"{p.Location} {p.Message}: {p.Repair}"), Is.EqualTo(new[] { expected }));
    }

    [Test]
    public void Another_stamp_is_another_version_of_the_mapping() =>
        Assert.That(Compile("asOf: at").Version, Is.Not.EqualTo(Compile("asOf: on").Version));

    private static string Flow(string option) => $"{option}\nkey: [id]\nmapping: {{ id: {{ from: id }} }}\n";

    private static IRecordMapper Compile(string option) => MappingBench.Compile(Contract, Flow(option), new ProblemList())!;
}
