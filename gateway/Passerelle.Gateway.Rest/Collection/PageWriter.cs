using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Rest.Fields;
using Passerelle.Gateway.Rest.Json;
using Passerelle.Gateway.Rest.Served;

namespace Passerelle.Gateway.Rest.Collection;

/// <summary>Writes a page: stored bytes go out as they are unless members must be left out.</summary>
internal sealed class PageWriter(ServedContract served, PipeWriter output)
{
    private const int FlushBytes = 64 * 1024;

    public async Task WriteAsync(CollectionRequest request, IReadOnlyList<StoredValue> rows, PageLinks links, long? count, CancellationToken cancellationToken)
    {
        output.Write("{\"data\":["u8);
        for (var i = 0; i < rows.Count; i++)
        {
            if (i > 0) output.Write(","u8);
            JsonProjector.Copy(rows[i].Json!.Value.Span, request.Fields, output);
            if (output.UnflushedBytes >= FlushBytes) await output.FlushAsync(cancellationToken);
        }

        output.Write("],\"links\":"u8);
        WriteLinks(links);
        if (request.IncludeMeta || count is not null)
        {
            output.Write(",\"meta\":"u8);
            WriteMeta(request.IncludeMeta ? rows : null, count);
        }

        output.Write("}"u8);
        await output.FlushAsync(cancellationToken);
    }

    private void WriteLinks(PageLinks links)
    {
        using var json = new Utf8JsonWriter(output, JsonStyle.Compact);
        json.WriteStartObject();
        json.WriteString("self", links.Self);
        json.WriteString("next", links.Next);
        json.WriteEndObject();
    }

    private void WriteMeta(IReadOnlyList<StoredValue>? rows, long? count)
    {
        using var json = new Utf8JsonWriter(output, JsonStyle.Compact);
        json.WriteStartObject();
        if (count is { } total) json.WriteNumber("count", total);
        if (rows is not null)
        {
            json.WriteStartArray("values");
            foreach (var row in rows) MetaWriter.Write(json, served, row);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}

/// <summary>Addresses of this page and the next one, relative to the host; no next at the end.</summary>
internal sealed record PageLinks(string Self, string? Next);
