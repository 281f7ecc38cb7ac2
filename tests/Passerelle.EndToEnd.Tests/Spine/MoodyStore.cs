using System.Text;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Testing.Ports;

namespace Passerelle.EndToEnd.Tests.Spine;

/// <summary>A read store that refuses values holding certain texts, or everything.</summary>
internal sealed class MoodyStore(IReadStore inner, Dictionary<string, Func<Exception>> refused) : ForwardingReadStore(inner)
{
    public override ValueTask<bool> ApplyAsync(ProjectionBatch batch, CancellationToken cancellationToken)
    {
        foreach (var value in batch.Values.Where(v => v.Json is not null))
        {
            var text = Encoding.UTF8.GetString(value.Json!.Value.Span);
            lock (refused)
            {
                foreach (var (part, failure) in refused)
                {
                    if (text.Contains($"\"{part}\"", StringComparison.Ordinal)) throw failure();
                }
            }
        }

        return Inner.ApplyAsync(batch, cancellationToken);
    }
}
