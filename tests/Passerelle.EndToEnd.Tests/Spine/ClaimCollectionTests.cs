using System.Text;
using Passerelle.Gateway.Ports.Claims;

namespace Passerelle.EndToEnd.Tests.Spine;

/// <summary>The claim store loses what nothing refers to, and nothing else.</summary>
internal sealed class ClaimCollectionTests
{
    private static readonly byte[] Orphan = Encoding.ASCII.GetBytes("what no committed event refers to");

    [Test]
    public async Task an_orphan_goes_and_what_any_flow_refers_to_stays_a_flow_that_left_the_workspace_included()
    {
        await using var spine = new SpineFixture("semantics: state\nextract: full\nmaxBadPercent: 60") { LargestEvent = 0, Stream = new FakeStream() };
        spine.Stream!.Add("9,z");
        await spine.StartAsync();
        await spine.DeliverAsync("1,a", "2,bad");
        await SpineFixture.EventuallyAsync(async () => await spine.ServedAsync("others") == "9=z", "the second flow is visible");
        await spine.Claims.PutAsync(ClaimId.Of(Orphan), Orphan, CancellationToken.None);

        // While nothing is written, so that no claim is ahead of its event.
        await spine.StopAsync();
        spine.TakeOutSecondFlow();
        spine.CollectsClaims = true;
        await spine.StartAsync();
        await SpineFixture.EventuallyAsync(async () => await spine.Claims.GetAsync(ClaimId.Of(Orphan), CancellationToken.None) is null, "the orphan is collected");

        Assert.That((await spine.LettersAsync()).Single().Original, Is.EqualTo("2,bad"u8.ToArray()));
        Assert.That((await spine.Operator.ExplainAsync("things", "1", CancellationToken.None))!.Original, Is.EqualTo("1,a"u8.ToArray()));
        Assert.That(await NamesAsync(spine, "t.raw.others"), Is.EqualTo("z"));
    }

    private static async Task<string> NamesAsync(SpineFixture spine, string topic)
    {
        var names = new List<string>();
        for (var p = 0; p < spine.Partitions; p++)
        {
            foreach (var e in await spine.Log.FetchAsync(topic, p, 0, 100, TimeSpan.Zero, CancellationToken.None))
                names.Add(System.Text.Json.JsonDocument.Parse(e.Value!.Value).RootElement.GetProperty("name").GetString()!);
        }

        return string.Join(' ', names);
    }
}
