using System.Text;
using Passerelle.Contracts.Adapters.Commands;
using Passerelle.Contracts.Adapters.Endpoints;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Pipeline.Operations;

namespace Passerelle.Gateway.Composition.Tests.Roles;

/// <summary>The shapes of roles that nothing drives yet, tried with a fake: what GUARANTEES ask of them can be said in them.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class RoleTests : IAsyncDisposable
{
    private readonly RegisterHost _host = new();

    [Test]
    public async Task A_command_that_fails_before_its_first_byte_is_thrown_and_was_tried_once()
    {
        _host.Register.Failures = 1;

        var thrown = await Assert.ThrowsAsync<PasserelleException>(() => SendAsync().AsTask());

        Assert.That((thrown!.Code, _host.Register.Calls, _host.Register.Done.Count), Is.EqualTo((Register.Down, 1, 0)));
    }

    [Test]
    public async Task Past_its_deadline_nothing_of_a_command_leaves()
    {
        var late = new PasserelleException(Register.Closed, "Too late.", "Ask again.");

        Assert.That(await Assert.ThrowsAsync<PasserelleException>(() => SendAsync(() => throw late).AsTask()), Is.SameAs(late));

        Assert.That(_host.Register.Calls, Is.Zero);
    }

    [Test]
    public async Task A_cut_answer_is_unknown_and_a_read_back_settles_it()
    {
        _host.Register.CutsAnswers = true;

        var answer = await SendAsync();

        Assert.That((answer.Outcome, _host.Register.Done.Count), Is.EqualTo((CommandOutcome.Unknown, 1)));
        await using var target = _host.Adapter.CreateTarget(RegisterHost.NoOptions, _host.Context);
        _host.Register.Failures = 1;
        var found = await ((ICommandReadBack)target).FindAsync(Request("operation-1"), CancellationToken.None);
        var none = await ((ICommandReadBack)target).FindAsync(Request("operation-2"), CancellationToken.None);
        Assert.That((found.Outcome, none.Outcome), Is.EqualTo((CommandOutcome.Succeeded, CommandOutcome.NotDone)));
    }

    [Test]
    public async Task A_refusal_is_final_and_keeps_the_connection_well()
    {
        _host.Register.IsClosed = true;

        var answer = await SendAsync();

        Assert.That((answer.Outcome, answer.Failure!.Code, _host.Register.Calls), Is.EqualTo((CommandOutcome.Rejected, Register.Closed, 1)));
    }

    [Test]
    public async Task A_live_query_is_asked_again_and_says_whether_there_is_more()
    {
        _host.Register.Failures = 2;
        await using var query = _host.Adapter.CreateQuery(RegisterHost.NoOptions, _host.Context);

        using var some = await query.AskAsync("""{"startsWith":"row"}"""u8.ToArray(), 3, CancellationToken.None);
        using var none = await query.AskAsync("""{"startsWith":"x"}"""u8.ToArray(), 3, CancellationToken.None);

        Assert.That((some.Records.Count, some.IsEnd, none.Records.Count, none.IsEnd), Is.EqualTo((3, false, 0, true)));
    }

    [Test]
    public void An_endpoint_names_the_record_of_a_call_and_replies_by_what_became_of_it()
    {
        var endpoint = _host.Adapter.CreateEndpoint(RegisterHost.NoOptions, _host.Context);
        var call = new InboundCall("/in", new Dictionary<string, string> { ["message-id"] = "m-7" }, "row 9"u8.ToArray());

        using var batch = endpoint.Read(call);
        var taken = endpoint.Reply(call, null);
        var refused = endpoint.Reply(call, new Failure { Code = Register.Down, Message = "The log is away.", Remedy = "Call again." });

        Assert.That(Encoding.UTF8.GetString(batch.Records[0].Id.Span), Is.EqualTo("m-7"));
        Assert.That((taken.Status, Encoding.UTF8.GetString(taken.Body.Span)), Is.EqualTo((202, "taken: m-7")));
        Assert.That((refused.Status, Encoding.UTF8.GetString(refused.Body.Span)), Is.EqualTo((503, "The log is away.")));
    }

    [TestCase(0, false, "ok", null)]
    [TestCase(int.MaxValue, false, "failed", "PSR-9911")]
    [TestCase(0, true, "failed", "PSR-9912")]
    public async Task A_probe_says_whether_a_connection_can_be_used(int failures, bool closed, string outcome, string? code)
    {
        (_host.Register.Failures, _host.Register.IsClosed) = (failures, closed);
        using var prober = new Prober(".", TimeProvider.System);

        var result = await prober.ProbeAsync(_host.Definition, CancellationToken.None);

        Assert.That((result.Kind, result.Name, result.Adapter, result.Outcome, result.Failure?.Code.Id), Is.EqualTo(("connection", "register", "register", outcome, code)));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async ValueTask<CommandAnswer> SendAsync(Action? beforeFirstByte = null)
    {
        await using var target = _host.Adapter.CreateTarget(RegisterHost.NoOptions, _host.Context);
        return await target.SendAsync(Request("operation-1", beforeFirstByte), CancellationToken.None);
    }

    private static CommandRequest Request(string operation, Action? beforeFirstByte = null) =>
        new(operation, """{"row":"new"}"""u8.ToArray(), DateTimeOffset.MaxValue, beforeFirstByte ?? (static () => { }));
}
