using System.Text;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.EndToEnd.Tests.Spine;

/// <summary>What is stored carries a number.</summary>
internal sealed class LogFormatTests
{
    [Test]
    public async Task a_log_gets_its_number_once_and_keeps_it_over_a_restart()
    {
        await using var spine = new SpineFixture("semantics: state");
        await spine.StartAsync();
        await spine.RestartAsync();

        Assert.That(await MarksAsync(spine), Is.EqualTo(new[] { """{"format":1}""" }));
    }

    [Test]
    public async Task a_log_that_a_newer_version_has_written_does_not_start()
    {
        await using var spine = new SpineFixture("semantics: state");
        await spine.StartAsync();
        await spine.Log.AppendAsync([new LogAppend("t.contracts", 0, "format"u8.ToArray(), """{"format":2}"""u8.ToArray(), [])], CancellationToken.None);

        var failure = await Assert.ThrowsAsync<PasserelleException>(() => spine.RestartAsync());

        Assert.That($"{failure!.Code} {failure.Message} {failure.Remedy}", Is.EqualTo(
            "PSR-4521 The log is written in form 2; this version of Passerelle knows forms up to 1. "
            + "Start the version that wrote it, or a later one. A log is never carried back: take the copy that was made before the change."));
    }

    private static async Task<IReadOnlyList<string>> MarksAsync(SpineFixture spine)
    {
        var events = await spine.Log.FetchAsync("t.contracts", 0, 0, 100, TimeSpan.Zero, CancellationToken.None);
        return [.. events.Where(e => e.Key.Span.SequenceEqual("format"u8)).Select(e => Encoding.UTF8.GetString(e.Value!.Value.Span))];
    }
}
