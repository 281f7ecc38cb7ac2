using Passerelle.Contracts.Adapters;

namespace Passerelle.Adapters.Files;

internal enum CompletionRule
{
    Stable,
    Companion,
    Rename,
}

internal enum DeliveryOrder
{
    Name,
    Time,
    Header,
}

internal enum ArchiveMode
{
    Keep,
    Move,
    Delete,
}

internal enum Compression
{
    Auto,
    None,
    Gzip,
    Bzip2,
    Zip,
}

/// <summary>How files come and go, whatever stands in them.</summary>
internal record IntakeOptions
{
    public required string Folder { get; init; }

    public required string Pattern { get; init; }

    public CompletionRule Complete { get; init; }

    public TimeSpan Stable { get; init; }

    public required string CompanionSuffix { get; init; }

    public DeliveryOrder Order { get; init; }

    public ArchiveMode Archive { get; init; }

    public string? ArchiveFolder { get; init; }

    public Compression Compression { get; init; }

    public long MaxExpansionRatio { get; init; }

    public long MaxBytes { get; init; }

    public static IntakeOptions Bind(IOptionReader o, AdapterContext context)
    {
        var complete = o.Object("complete");
        var archive = o.Object("archive");
        return new()
        {
            Folder = Path.GetFullPath(o.Text("folder")!, context.WorkspaceFolder),
            Pattern = o.Text("pattern")!,
            Complete = Choice<CompletionRule>(complete.Text("rule")),
            Stable = TimeSpan.FromSeconds(complete.Integer("stableSeconds")),
            CompanionSuffix = complete.Text("companionSuffix")!,
            Order = Choice<DeliveryOrder>(o.Text("order")),
            Archive = Choice<ArchiveMode>(archive.Text("mode")),
            ArchiveFolder = archive.Text("folder") is { } folder ? Path.GetFullPath(folder, context.WorkspaceFolder) : null,
            Compression = Choice<Compression>(o.Text("compression")),
            MaxExpansionRatio = o.Integer("maxExpansionRatio"),
            MaxBytes = o.Integer("maxBytes"),
        };
    }

    /// <summary>Choices were checked against the spec, whose spelling differs from the enum's in case only.</summary>
    internal static T Choice<T>(string? text)
        where T : struct, Enum => Enum.Parse<T>(text!, ignoreCase: true);
}
