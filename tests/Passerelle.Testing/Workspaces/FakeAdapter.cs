using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;

namespace Passerelle.Testing.Workspaces;

/// <summary>Reads nothing; has a spec with every type of option.</summary>
public sealed class FakeAdapter(string name = "flat_file") : IDeliveryAdapter
{
    public static readonly ErrorCode BadPattern = new("PSR-9999", FailureKind.Configuration, "A pattern cannot be used");

    public AdapterSpec Spec { get; } = new(name, "Files in a folder")
    {
        Connection =
        [
            new("address", OptionType.Address, "URL, or host and port") { Required = true, Example = "https://legacy.example/ws" },
            new("user", OptionType.Text, "User name"),
            new("password", OptionType.Text, "Password") { Secret = true },
        ],
        NeedsConnection = false,
        Source =
        [
        new("folder", OptionType.Text, "Folder that deliveries arrive in") { Required = true, Example = "inbox" },
        new("pattern", OptionType.Text, "Names of deliveries") { Default = "*", Example = "*.csv" },
        new("complete", OptionType.Object, "When a delivery is complete")
        {
            Fields =
            [
                new("rule", OptionType.Choice, "Which sign") { Required = true, Choices = ["stable", "companion"], Example = "stable" },
                new("stableSeconds", OptionType.Integer, "Seconds without change") { Default = "10", Minimum = 0, Maximum = 3600 },
            ],
        },
        new("header", OptionType.Boolean, "Whether the first line names the columns") { Default = "true" },
        new("columns", OptionType.TextList, "Names of the columns") { Default = "[a, b]" },
        new("rename", OptionType.TextMap, "New names of columns"),
        new("totals", OptionType.ObjectList, "Control totals") { Fields = [new("field", OptionType.Text, "Summed field") { Required = true, Example = "amount" }] },
        new("encodings", OptionType.ObjectMap, "By file name") { Fields = [new("page", OptionType.Text, "Code page") { Required = true, Example = "utf-8" }] },
        new("ratio", OptionType.Number, "Largest expansion") { Minimum = 1 },
        new("password", OptionType.Text, "Password of the share") { Secret = true },
        ],
    };

    public void Validate(AdapterRole role, IOptionReader options)
    {
        if (options.Text("pattern") is { } pattern && pattern.Contains('/'))
            options.Report("pattern", BadPattern, $"`{pattern}` holds a slash", "write a file name pattern, as `*.csv`");
    }

    public IDeliverySource CreateSource(IOptionReader options, AdapterContext context) => throw new NotSupportedException();
}
