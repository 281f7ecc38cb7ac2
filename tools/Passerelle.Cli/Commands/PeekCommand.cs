using System.CommandLine;
using Passerelle.Cli.Output;
using Passerelle.Cli.Session;
using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Composition;
using Passerelle.Gateway.Pipeline.Connections;
using Passerelle.Gateway.Workspace.Flows;
using Spectre.Console;

namespace Passerelle.Cli.Commands;

internal static class PeekCommand
{
    public static Command Create()
    {
        var what = new Argument<string>("flow|file") { Description = "Name of a flow, or a file, which needs no workspace." };
        var count = new Option<int>("--count", "-n") { Description = "How many records.", DefaultValueFactory = _ => 5 };
        var adapter = new Option<string>("--adapter") { Description = "Adapter that reads a file.", DefaultValueFactory = _ => "flat_file" };
        var options = new Option<string[]>("--option", "-o") { Description = "An option of the adapter, for a file; repeatable.", HelpName = "NAME=VALUE", DefaultValueFactory = _ => [] };
        count.Validators.Add(r =>
        {
            if (r.GetValueOrDefault<int>() is < 1 or > 1000) r.AddError("--count takes a number from 1 to 1000.");
        });
        var command = new Command("peek", """
            Show the first records that a source yields, with their places, and what was found about its form. Nothing is published.
            A flow's records are masked when its contract holds personal fields; a file is shown as it stands.
            """) { what, count, adapter, options, Shared.Reveal }
            .With("peek companies", "peek ~/Downloads/StockUniteLegale.csv.gz -n 2", "peek export.txt -o delimiter=tab -o encoding=windows-1252");
        command.Run(async (result, terminal, cancellationToken) =>
        {
            var name = result.GetValue(what)!;
            var peeked = File.Exists(name)
                ? await FileAsync(name, result.GetValue(adapter)!, result.GetValue(options)!, result.GetValue(count), cancellationToken)
                : await FlowAsync(result.GetValue(Shared.Workspace)!, name, result.GetValue(count), () => Shared.Revealing(result, terminal), cancellationToken);
            terminal.Show(peeked, console => PeekView.Show(peeked, console));
            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task<Peeked> FlowAsync(string folder, string name, int count, Func<bool> reveal, CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(folder, "passerelle.yaml")))
        {
            throw CliErrors.Missing(CliErrors.NotFound, $"There is no file '{name}', and '{Path.GetFullPath(folder)}' is no workspace.", "Name a file that exists, or a workspace with --workspace.");
        }

        var workspace = LoadedWorkspace.Require(folder);
        var flow = Known.Flow(workspace, name);
        using var connections = new ConnectionSet(TimeProvider.System);
        await using var source = flow.Adapter.CreateSource(flow.SourceOptions, connections.ContextOf(flow, workspace.Folder));
        var mask = new PeekMask(flow, reveal());
        return await (source is ISource stream ? StreamAsync(stream, flow.Name, count, mask, cancellationToken) : ReadAsync(source, null, count, mask, cancellationToken))
            ?? throw CliErrors.Missing(CliErrors.NothingToRead, $"The source of flow '{flow.Name}' holds no complete delivery.", "Put a file into its folder, or look at 'complete' and 'pattern' in the flow.");
    }

    private static async Task<Peeked> FileAsync(string file, string adapterName, string[] written, int count, CancellationToken cancellationToken)
    {
        var readers = Catalogue.Adapters.OfType<IDeliveryAdapter>().ToList();
        var adapter = readers.Find(a => a.Spec.Name == adapterName)
            ?? throw Known.Unknown(CliErrors.NotFound, "adapter", adapterName, [.. readers.Select(a => a.Spec.Name)]);
        var path = Path.GetFullPath(file);
        var options = PeekOptions.For(adapter, path, written);
        await using var source = adapter.CreateSource(options, new AdapterContext("peek", Path.GetDirectoryName(path)!, TimeProvider.System));
        return await ReadAsync(source, Path.GetFileName(path), count, null, cancellationToken)
            ?? throw CliErrors.Missing(CliErrors.NothingToRead, $"'{file}' cannot be read by {adapterName}.", "Look at 'passerelle describe " + adapterName + "'.");
    }

    /// <summary>What a stream holds from its start on; nothing is acknowledged. Null when it holds nothing.</summary>
    private static async Task<Peeked?> StreamAsync(ISource stream, string name, int count, PeekMask mask, CancellationToken cancellationToken)
    {
        await stream.OpenAsync(null, cancellationToken);
        using var batch = await stream.ReadAsync(count, cancellationToken);
        return batch.Records.Count == 0 ? null : new Peeked(name, 0, [], [.. batch.Records.Take(count).Select(r => PeekedRecord.From(r, mask))]);
    }

    /// <summary>Null when nothing waits there.</summary>
    /// <param name="only">Name of the delivery; the first one when null.</param>
    private static async Task<Peeked?> ReadAsync(IAsyncDisposable source, string? only, int count, PeekMask? mask, CancellationToken cancellationToken)
    {
        var deliveries = (IDeliverySource)source;
        var listed = await deliveries.ListAsync(cancellationToken);
        if (listed.FirstOrDefault(d => only is null || d.Name == only) is not { } delivery) return null;
        var findings = source is IDialectReport report ? await report.DescribeAsync(delivery, cancellationToken) : [];
        await using var reader = deliveries.Read(delivery);
        await reader.OpenAsync(null, cancellationToken);
        using var batch = await reader.ReadAsync(count, cancellationToken);
        return new Peeked(delivery.Name, delivery.Size, findings, [.. batch.Records.Take(count).Select(r => PeekedRecord.From(r, mask))]);
    }
}

/// <summary>What may be shown of a flow's records.</summary>
internal sealed record PeekMask(FlowDefinition Flow, bool Reveal);
