using Passerelle.Gateway.Pipeline.DeadLetters;

namespace Passerelle.EndToEnd.Tests.Spine;

/// <summary>Several flows feed one contract: what the records say of their order decides which value is newer, not arrival.</summary>
internal sealed class OrderedFlowTests
{
    private const string Mapping = "mapping: { id: { from: id }, name: { from: name } }";
    private const string Ordered = $"orderBy: at\n{Mapping}";
    private static readonly (string, string)[] TwoFlows = [("office", Ordered), ("registry", Ordered)];

    [Test]
    public async Task an_older_value_of_another_flow_is_passed_over()
    {
        await using var flows = new FlowsFixture(TwoFlows);
        await flows.StartAsync();
        flows.Deliver("office", "id,name,at", "1,new,20");
        await flows.ServesAsync("1", """{"id":"1","name":"new"}""");
        flows.Deliver("registry", "id,name,at", "1,old,10", "2,only,10");
        await flows.ServesAsync("2", """{"id":"2","name":"only"}""");
        Assert.That(await flows.ServedAsync("1"), Is.EqualTo("""{"id":"1","name":"new"}"""));

        await flows.RestartAsync();
        flows.Deliver("registry", "id,name,at", "1,still old,19", "1,newest,21", "3,mark,1");
        await flows.ServesAsync("3", """{"id":"3","name":"mark"}""");
        Assert.That(await flows.ServedAsync("1"), Is.EqualTo("""{"id":"1","name":"newest"}"""), "the order is kept over a restart");
    }

    [Test]
    public async Task times_order_as_numbers_do_and_equals_go_by_arrival()
    {
        await using var flows = new FlowsFixture(TwoFlows);
        await flows.StartAsync();
        flows.Deliver("office", "id,name,at", "1,first,2026-03-01T10:00:00Z", "1,again,2026-03-01T10:00:00Z", "1,third,2026-03-01T11:00:00+02:00");
        await flows.ServesAsync("1", """{"id":"1","name":"again"}""");
        flows.Deliver("registry", "id,name,at", "1,of the other,2026-03-01T12:00:00+02:00");
        await flows.ServesAsync("1", """{"id":"1","name":"of the other"}""");
    }

    [Test]
    public async Task a_deletion_has_its_place_in_the_order_too()
    {
        const string deletes = $"deleteWhen: {{ field: name, equals: gone }}\n{Ordered}";
        await using var flows = new FlowsFixture(("office", deletes), ("registry", deletes));
        await flows.StartAsync();
        flows.Deliver("office", "id,name,at", "1,here,10", "1,gone,20", "2,mark,1");
        await flows.ServesAsync("2", """{"id":"2","name":"mark"}""");
        await flows.ServesAsync("1", null);
        flows.Deliver("registry", "id,name,at", "1,late,15", "3,mark,1");
        await flows.ServesAsync("3", """{"id":"3","name":"mark"}""");
        Assert.That(await flows.ServedAsync("1"), Is.Null, "an older value does not bring a deleted key back");
        flows.Deliver("registry", "id,name,at", "1,back,21");
        await flows.ServesAsync("1", """{"id":"1","name":"back"}""");
    }

    [Test]
    public async Task a_full_extract_deletes_only_what_its_own_flow_published_last()
    {
        const string full = $"extract: full\nmaxVanishedPercent: 100\n{Ordered}";
        await using var flows = new FlowsFixture(("office", full), ("registry", Ordered));
        await flows.StartAsync();
        flows.Deliver("office", "id,name,at", "1,of office,10", "2,of office,10", "3,of office,10");
        await flows.ServesAsync("3", """{"id":"3","name":"of office"}""");
        flows.Deliver("registry", "id,name,at", "2,of registry,20");
        await flows.ServesAsync("2", """{"id":"2","name":"of registry"}""");
        flows.Deliver("office", "id,name,at", "3,of office,10");
        await flows.ServesAsync("1", null);
        await flows.TakenAsync("office", 2);
        Assert.That(await flows.ServedAsync("2"), Is.EqualTo("""{"id":"2","name":"of registry"}"""));
    }

    [Test]
    public async Task a_replay_of_what_was_overtaken_is_settled_as_superseded()
    {
        await using var flows = new FlowsFixture(TwoFlows);
        await flows.StartAsync();
        flows.Deliver("office", "id,name,at", "1,x,10");
        var letter = await flows.LetterAsync(DeadLetterState.Open);
        Assert.That((letter.Key, letter.Order, letter.Reasons[0].Field), Is.EqualTo(("1", 10L, "/name")));
        flows.Deliver("registry", "id,name,at", "1,newer,11");
        await flows.ServesAsync("1", """{"id":"1","name":"newer"}""");

        flows.Deliver("office", "id,name,at", "1,older,9", "2,mark,1");
        await flows.ServesAsync("2", """{"id":"2","name":"mark"}""");
        Assert.That((await flows.LettersAsync(DeadLetterState.Open)).Select(l => l.Id), Is.EqualTo(new[] { letter.Id }), "an older value settles nothing");
        flows.Deliver("office", "id,name,at", "1,newest,12");
        await flows.ServesAsync("1", """{"id":"1","name":"newest"}""");
        Assert.That((await flows.LetterAsync(DeadLetterState.Superseded)).Id, Is.EqualTo(letter.Id));
    }

    [Test]
    public async Task a_record_without_its_order_is_a_dead_letter()
    {
        await using var flows = new FlowsFixture(TwoFlows);
        await flows.StartAsync();
        flows.Deliver("office", "id,name,at", "1,some,soon");
        var letter = await flows.LetterAsync(DeadLetterState.Open);
        Assert.That((letter.Reasons[0].Code, letter.Reasons[0].Message), Is.EqualTo(("PSR-3114", "orderBy: expected a whole number or an ISO 8601 time, found 'soon'")));
    }
}
