using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Testing.Kafka;

namespace Passerelle.EndToEnd.Tests.Stored;

/// <summary>What is stored stays readable: a gateway goes on with what an earlier version had stored. See README.md.</summary>
[TestFixtureSource(nameof(Generations))]
internal sealed class StoredTests(string generation)
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan NextYear = TimeSpan.FromDays(400);

    public static IEnumerable<string> Generations =>
        Directory.EnumerateDirectories(Folder).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal);

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Stored");

    [Test]
    public async Task a_data_folder_goes_on()
    {
        await using var gateway = await StartAsync("embedded", AtOnce);
        await GoesOnAsync(gateway);
    }

    [Test]
    public async Task a_data_folder_goes_on_after_a_compaction_that_was_long_due()
    {
        await using var gateway = await StartAsync("embedded", NextYear);
        await GoesOnAsync(gateway, compacts: true);
    }

    [Test]
    public async Task a_kafka_log_goes_on()
    {
        SharedKafka.RequireBroker();
        await using var gateway = await StartAsync("kafka", AtOnce);
        await GoesOnAsync(gateway);
    }

    [Test]
    public async Task a_kafka_log_goes_on_when_cache_and_read_store_are_too_old_to_be_relied_on()
    {
        SharedKafka.RequireBroker();
        await using var gateway = await StartAsync("kafka", NextYear);
        await GoesOnAsync(gateway);
    }

    private Task<StoredGateway> StartAsync(string engine, TimeSpan later) =>
        StoredGateway.StartAsync(Path.Combine(Folder, generation), engine, later);

    private static async Task GoesOnAsync(StoredGateway gateway, bool compacts = false)
    {
        await Task.WhenAll(PeopleGoOnAsync(gateway, compacts), OtherStories.AKeyIsParkedAsync(gateway));

        // What most of the dead letters are about has a meaning from now on.
        await gateway.AddCodeAsync("X", "unclear");
        await Task.WhenAll(
            PeopleStory.WhatIsMendedIsReplayedAsync(gateway),
            OtherStories.APausedFlowRunsAgainAsync(gateway),
            OtherStories.TheParkedKeyIsReleasedInOrderAsync(gateway),
            OtherStories.ABlockedFlowOfPartsReadsOnAsync(gateway),
            OtherStories.DeletionsThatWereHeldArePublishedAsync(gateway));
        await OpenLettersAreAsync(
            gateway,
            "people Ingest 200 3 200,Person 200 changed \u00FF,F,",
            "people Ingest 400 2 400,Person 400 changed again,F,");
    }

    private static async Task PeopleGoOnAsync(StoredGateway gateway, bool compacts)
    {
        var people = new PeopleStory(gateway);
        await people.WhatWasHalfPublishedIsFinishedAsync();
        await AllDeadLettersAreThereAsync(gateway);
        if (compacts) await people.TheLogIsCompactedAsync();
        await people.TheNextExtractPublishesWhatItChangesAsync();
    }

    private static async Task AllDeadLettersAreThereAsync(StoredGateway gateway)
    {
        await OpenLettersAreAsync(
            gateway,
            "meters Ingest - 1 ,F",
            "moves Ingest m2 1 m2,Bad \u00FF,A,",
            "moves Normalise m2 1 m2,Broken,X,",
            "people Ingest 200 2 200,Person 200 changed \u00FF,F,",
            "people Ingest 400 1 400,Person 400 changed again,F,",
            "people Normalise 100 2 100,Person 100 changed,X,",
            "people Normalise 2500 1 2500,Person 2500 changed,X,",
            "permits Normalise p2 1 p2,First,X,,10",
            "permits Normalise p3 1 p3,First,X,,10",
            "places Ingest - 1 ,Nobody knows which place,A,",
            "places Normalise 5 1 5,Place 5,X,");
        Assert.That(
            await gateway.LettersAsync(DeadLetterState.Superseded),
            Is.EqualTo(new[] { "people Ingest 400 1 400,Person 400 again,F,", "people Normalise 300 1 300,Person 300,X," }));
    }

    private static Task OpenLettersAreAsync(StoredGateway gateway, params string[] expected) => StoredGateway.NoDifferenceAsync(async () =>
    {
        var found = await gateway.LettersAsync(DeadLetterState.Open);
        return found.SequenceEqual(expected)
            ? null
            : $"Missing: {Joined(expected.Except(found))}. Not expected: {Joined(found.Except(expected))}.";
    });

    private static string Joined(IEnumerable<string> letters) => string.Join(" | ", letters);
}
