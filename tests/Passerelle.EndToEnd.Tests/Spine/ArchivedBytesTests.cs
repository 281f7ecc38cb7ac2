using System.Text;
using Passerelle.Gateway.Pipeline.Operations;

namespace Passerelle.EndToEnd.Tests.Spine;

/// <summary><c>originBytes: archive</c>: the log holds a hash, and who asks for bytes gets them from the file.</summary>
internal sealed class ArchivedBytesTests
{
    private const string Options = "semantics: state\nextract: full\nmaxBadPercent: 60\noriginBytes: archive";

    [Test]
    public async Task the_log_holds_no_original_bytes_and_explain_reads_them_from_the_file()
    {
        await using var spine = new SpineFixture(Options);
        await spine.StartAsync();
        await spine.DeliverAsync("1,a", "2,b");

        Assert.That(await HeadersAsync(spine, "psr-original"), Is.Zero);
        Assert.That(await HeadersAsync(spine, "psr-original-sha256"), Is.EqualTo(2));
        var explained = await spine.Operator.ExplainAsync("things", "2", CancellationToken.None);
        Assert.That((Encoding.UTF8.GetString(explained!.Original!), explained.OriginalNote), Is.EqualTo(("2,b", "Read from '0001.csv' in the archive.")));
    }

    [Test]
    public async Task a_dead_letter_is_shown_with_the_bytes_of_the_file_and_replayed_without_it()
    {
        await using var spine = new SpineFixture(Options);
        await spine.StartAsync();
        await spine.DeliverAsync("1,a", "2,bad");

        var kept = (await spine.LettersAsync()).Single();
        Assert.That((kept.Original, kept.OriginalHash?.Length, kept.OriginalNote), Is.EqualTo((Array.Empty<byte>(), 64, (string?)null)));
        Assert.That(await ShownAsync(spine), Is.EqualTo("2,bad Read from '0001.csv' in the archive."));

        spine.RemoveFile("0001.csv");
        Assert.That(await ShownAsync(spine), Is.EqualTo(" The bytes are gone: the archive holds no '0001.csv' any more with these bytes at 15."));
        await spine.RestartAsync(m => m.Bad.Clear());
        await spine.ReplayAsync(kept.Id);
        await SpineFixture.EventuallyAsync(async () => await spine.ServedAsync() == "1=a 2=bad", "the record itself is replayed from the log");
        var explained = await spine.Operator.ExplainAsync("things", "2", CancellationToken.None);
        Assert.That(explained!.OriginalNote, Does.StartWith("The bytes are gone"));
    }

    [Test]
    public async Task another_file_under_the_same_name_is_not_taken_for_the_first()
    {
        await using var spine = new SpineFixture(Options);
        await spine.StartAsync();
        await spine.DeliverAsync("1,a", "2,b");
        spine.RemoveFile("0001.csv", "id,name\n1,A\n2,B\n");
        var explained = await spine.Operator.ExplainAsync("things", "2", CancellationToken.None);
        Assert.That((explained!.Original, explained.OriginalNote), Is.EqualTo(((byte[]?)null, "The bytes are gone: the archive holds no '0001.csv' any more with these bytes at 15.")));
    }

    [Test]
    public async Task what_ingest_cannot_read_keeps_its_bytes_in_the_dead_letter()
    {
        await using var spine = new SpineFixture(Options);
        await spine.StartAsync();
        await spine.DeliverAsync("1,a", "2");
        var letter = (await spine.LettersAsync()).Single();
        Assert.That((Encoding.UTF8.GetString(letter.Original), letter.OriginalHash), Is.EqualTo(("2", (string?)null)));
    }

    private static async Task<string> ShownAsync(SpineFixture spine)
    {
        var withBytes = new FailureSelection { WithArchivedBytes = true };
        var letter = await spine.Operator.EveryFailureAsync(withBytes, CancellationToken.None).SingleAsync();
        return $"{Encoding.UTF8.GetString(letter.Original)} {letter.OriginalNote}";
    }

    private static async Task<int> HeadersAsync(SpineFixture spine, string name)
    {
        var count = 0;
        for (var p = 0; p < spine.Partitions; p++)
        {
            var events = await spine.Log.FetchAsync("t.raw.things", p, 0, 1000, TimeSpan.Zero, CancellationToken.None);
            count += events.Count(e => e.Header(name) is { Length: > 0 });
        }

        return count;
    }
}
