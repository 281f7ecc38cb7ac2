using System.Text.Json;
using Passerelle.Cli.Commands;
using Passerelle.Cli.Output;
using Passerelle.Contracts.Adapters;

namespace Passerelle.Cli.Tests.Output;

/// <summary>The field breakdown as scripts read it.</summary>
internal sealed class BreakdownTests
{
    private static readonly FieldBreakdown[] Fields = [new("BALANCE", 57, 6, "00000374925D", "PIC S9(9)V99 COMP-3", "-3749.25")];

    private static readonly DateTimeOffset Day = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public void An_explanation_has_it_under_the_name_that_scripts_know() =>
        Expect(new ShownExplanation(
            "accounts", "7", null, "e", 1, Day, Day, new Dictionary<string, string>(), null, null, null, Fields));

    [Test]
    public void A_dead_letter_has_it_under_the_name_that_scripts_know() =>
        Expect(new ShownFailure(
            "id", "accounts", "ingest", "open", "7", 1, 1, "a.dat", 1, 1, 0, 6, [], null, ShownBytes.Masked(6), null, null, Fields));

    private static void Expect<T>(T shown)
    {
        var output = Console.Out;
        using var captured = new StringWriter();
        Console.SetOut(captured);
        try
        {
            new Terminal(json: true).Show(shown, _ => { });
        }
        finally
        {
            Console.SetOut(output);
        }

        using var json = JsonDocument.Parse(captured.ToString());
        Assert.That(
            JsonSerializer.Serialize(json.RootElement.GetProperty("data").GetProperty("anatomy")),
            Is.EqualTo("""[{"path":"BALANCE","offset":57,"length":6,"hex":"00000374925D","form":"PIC S9(9)V99 COMP-3","value":"-3749.25"}]"""));
    }
}
