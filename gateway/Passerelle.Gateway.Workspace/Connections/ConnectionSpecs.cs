using Passerelle.Contracts.Adapters;

namespace Passerelle.Gateway.Workspace.Connections;

/// <summary>What an entry of <c>connections</c> may say, once: its adapter, that adapter's own options, and the limits that all have.</summary>
public static class ConnectionSpecs
{
    public static readonly OptionSpec Adapter = new("adapter", OptionType.Text, "The adapter that speaks over it; it decides which options stand beside this one")
    {
        Required = true,
        Example = "soap",
    };

    public static readonly OptionSpec Breaker = new("breaker", OptionType.Object, "When calls are refused at once because most of them fail")
    {
        Fields =
        [
            new("failurePercent", OptionType.Integer, "Share of failed calls from which on it opens") { Default = "50", Minimum = 1, Maximum = 100, Example = "50" },
            new("minimumCalls", OptionType.Integer, "Calls in the window before it may open") { Default = "10", Minimum = 2, Maximum = 10_000, Example = "10" },
            new("windowSeconds", OptionType.Integer, "The window that is looked at, in seconds") { Default = "30", Minimum = 1, Maximum = 3600, Example = "30" },
            new("openSeconds", OptionType.Integer, "How long it stays open before one call is let through, in seconds") { Default = "15", Minimum = 1, Maximum = 3600, Example = "15" },
        ],
        Example = "{ openSeconds: 60 }",
    };

    /// <summary>Timeouts and limits, common to all connections.</summary>
    public static readonly IReadOnlyList<OptionSpec> Limits =
    [
        new("timeoutSeconds", OptionType.Integer, "Longest wait for one answer, in seconds") { Default = "30", Minimum = 1, Maximum = 3600, Example = "30" },
        new("retries", OptionType.Integer, "How often a read that fails is tried again; a command never is") { Default = "3", Minimum = 0, Maximum = 20, Example = "3" },
        new("maxConcurrent", OptionType.Integer, "Calls at the same time") { Default = "4", Minimum = 1, Maximum = 1000, Example = "4" },
        new("maxWaiting", OptionType.Integer, "Calls that may wait for their turn; more are refused") { Default = "100", Minimum = 0, Maximum = 100_000, Example = "100" },
        new("callsPerSecond", OptionType.Integer, "Calls a second; no limit when left out") { Minimum = 1, Maximum = 100_000, Example = "10" },
        Breaker,
    ];

    /// <summary>All options of a connection of that adapter.</summary>
    public static IReadOnlyList<OptionSpec> Of(AdapterSpec adapter)
    {
        ArgumentNullException.ThrowIfNull(adapter);
        return [Adapter, .. adapter.Connection ?? [], .. Limits];
    }
}
