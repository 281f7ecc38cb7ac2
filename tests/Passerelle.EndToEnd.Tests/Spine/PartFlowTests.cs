using Passerelle.Gateway.Pipeline.DeadLetters;

namespace Passerelle.EndToEnd.Tests.Spine;

/// <summary>Records that are parts: merged onto the last value, whole on the log, in order behind what failed.</summary>
internal sealed class PartFlowTests
{
    private const string Options = """
        semantics: delta
        merge: patch
        asOf: { from: at, onError: null }
        deleteWhen: { field: op, equals: D }
        mapping: { id: { from: id }, name: { from: name }, phone: { from: phone } }
        """;

    [Test]
    public async Task parts_are_merged_and_each_event_is_whole()
    {
        await using var flows = new FlowsFixture(("people", Options));
        await flows.StartAsync();
        flows.Deliver("people", "id,name,at", "1,Ada,2026-03-01");
        await flows.ServesAsync("1", """{"id":"1","name":"Ada"}""");
        flows.Deliver("people", "id,phone,at", "1,7,2026-03-02");
        await flows.ServesAsync("1", """{"id":"1","name":"Ada","phone":"7"}""");
        Assert.That((await flows.ExplainAsync("1"))!.AsOf.UtcDateTime, Is.EqualTo(new DateTime(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc)));

        await flows.RestartAsync();
        flows.Deliver("people", "id,name", "1,Grace");
        await flows.ServesAsync("1", """{"id":"1","name":"Grace","phone":"7"}""");
        flows.Deliver("people", "id,phone", "1,");
        await flows.ServesAsync("1", """{"id":"1","name":"Grace","phone":null}""");
    }

    [Test]
    public async Task a_deleted_key_begins_anew()
    {
        await using var flows = new FlowsFixture(("people", Options));
        await flows.StartAsync();
        flows.Deliver("people", "id,name,phone", "1,Ada,7");
        await flows.ServesAsync("1", """{"id":"1","name":"Ada","phone":"7"}""");
        flows.Deliver("people", "id,op", "1,D");
        await flows.ServesAsync("1", null);
        flows.Deliver("people", "id,name", "1,Grace");
        await flows.ServesAsync("1", """{"id":"1","name":"Grace"}""");
    }

    [Test]
    public async Task a_part_that_makes_an_invalid_whole_parks_its_key_and_nothing_is_lost()
    {
        await using var flows = new FlowsFixture(("people", Options));
        await flows.StartAsync();
        flows.Deliver("people", "id,phone", "1,7");
        var letter = await flows.LetterAsync(DeadLetterState.Open);
        Assert.That((letter.Key, letter.Reasons[0].Field), Is.EqualTo(("1", "/name")));
        flows.Deliver("people", "id,name", "1,Ada", "2,Bob");
        await flows.ServesAsync("2", """{"id":"2","name":"Bob"}""");
        Assert.That(await flows.ServedAsync("1"), Is.Null, "the later part waits");

        await flows.Operator.DiscardAsync(new() { Ids = [letter.Id] }, "a phone without a name", CancellationToken.None);
        await flows.ServesAsync("1", """{"id":"1","name":"Ada"}""");
    }
}
