using Passerelle.Contracts.Errors;

namespace Passerelle.EndToEnd.Tests.Spine;

/// <summary>A version that was started once never means something else.</summary>
internal sealed class ContractRegistryTests
{
    [Test]
    public async Task another_schema_under_the_same_version_does_not_start()
    {
        await using var spine = await StartedAsync();
        spine.NameSchema = "{ type: [string, 'null'] }";
        var failure = await Assert.ThrowsAsync<PasserelleException>(spine.StartAsync);
        Assert.That((failure!.Code.Id, failure.Message, failure.Remedy), Is.EqualTo((
            "PSR-4514", "Contract 'things' has another schema than the version 1.0.0 that was started before.", "Give the change a new version above 1.0.0, or take it back.")));
    }

    [Test]
    public async Task a_breaking_change_under_the_same_major_does_not_start_and_a_compatible_one_does()
    {
        await using var spine = await StartedAsync();
        spine.ContractOptions = "version: 1.1.0\nkey: [id]";
        spine.NameSchema = "{ type: integer }";
        var failure = await Assert.ThrowsAsync<PasserelleException>(spine.StartAsync);
        Assert.That((failure!.Code.Id, failure.Message, failure.Remedy), Is.EqualTo((
            "PSR-4515", "Contract 'things' 1.1.0 breaks readers of 1.0.0: `name` may now be integer, which it could not be before.", "Publish it as version 2.0.0 beside the old one, or take the change back.")));
        await spine.CloseAsync();

        spine.NameSchema = "{ type: string, maxLength: 50 }";
        await spine.StartAsync();
        await spine.DeliverAsync("1,b");
        Assert.That(await spine.ServedAsync(), Is.EqualTo("1=b"));
    }

    [Test]
    public async Task a_contract_has_its_own_number_of_partitions_and_another_one_is_reported()
    {
        await using var spine = new SpineFixture("semantics: delta\nmaxBadPercent: 100") { ContractOptions = "version: 1.0.0\nkey: [id]\npartitions: 2", Partitions = 2 };
        await spine.StartAsync();
        await spine.DeliverAsync([.. Enumerable.Range(0, 20).Select(i => $"{i},bad")]);
        Assert.That(await spine.LettersAsync(), Has.Count.EqualTo(20));
        await spine.Operator.DiscardAsync(new() { Flow = "things" }, null, CancellationToken.None);
        await spine.FreeAsync();
        await spine.DeliverAsync([.. Enumerable.Range(0, 20).Select(i => $"{i},good")]);
        Assert.That((await spine.ServedAsync()).Split(' '), Has.Length.EqualTo(20));
        await spine.StopAsync();

        spine.ContractOptions = "version: 1.0.0\nkey: [id]\npartitions: 3";
        await spine.StartAsync();
        Assert.That(spine.Differences, Has.Some.EqualTo("Topic 't.raw.things' has 2 partitions, 3 are wanted; the number changes only by draining into a new generation."));
    }

    private static async Task<SpineFixture> StartedAsync()
    {
        var spine = new SpineFixture("semantics: state");
        await spine.StartAsync();
        await spine.DeliverAsync("1,a");
        await spine.StopAsync();
        return spine;
    }
}
