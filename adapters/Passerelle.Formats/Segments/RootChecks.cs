using System.Globalization;
using Passerelle.Contracts.Errors;
using Passerelle.Formats.Delimited;

namespace Passerelle.Formats.Segments;

/// <summary>Whether a whole record has the segments it must have and adds up.</summary>
internal sealed class RootChecks(SegmentRules rules, SegmentTree tree)
{
    private readonly TotalRule[] _totals = [.. rules.Totals.Where(total => total.PerRecord)];
    private readonly bool _bounds = rules.Types.Any(type => type.Parent is not null && (type.Min > 0 || type.Max > 0));

    public Failure? Check(RootBuilder root)
    {
        if (_bounds)
            for (var i = 0; i < root.Nodes.Count; i++)
                if (Occurrences(root, root.Nodes[i]) is { } failure) return failure;
        foreach (var total in _totals)
            if (Balance(root, total) is { } failure) return failure;
        return null;
    }

    private Failure? Occurrences(RootBuilder root, in SegmentNode node)
    {
        foreach (var child in tree.Children[node.Type])
        {
            var type = rules.Types[child];
            var found = 0;
            for (var at = node.FirstChild; at >= 0; at = root.Nodes[at].Next) found += root.Nodes[at].Type == child ? 1 : 0;
            if (found < type.Min) return SegmentFailures.Missing(root.At.Offset, type, found);
            if (type.Max > 0 && found > type.Max) return SegmentFailures.TooMany(root.At.Offset, type, found);
        }

        return null;
    }

    private Failure? Balance(RootBuilder root, TotalRule rule)
    {
        var announcer = rules.IndexOf(rule.In);
        foreach (var node in root.Nodes)
        {
            if (node.Type != announcer) continue;
            var announced = default(ExactSum);
            var readable = JsonNumbers.TryAdd(root.Json(node), rule.Field, ref announced);
            var (found, readableSum) = rule.Sum.Count > 0 ? Sum(root, rule) : (Count(root, rule), true);
            if (readable && readableSum && found.Equals(announced)) continue;
            return SegmentFailures.Unbalanced(root.At.Offset, rule, readable ? announced.ToString() : "a number",
                readableSum ? found.ToString() : "an amount that cannot be read");
        }

        return null;
    }

    private (ExactSum Sum, bool Readable) Sum(RootBuilder root, TotalRule rule)
    {
        var sum = default(ExactSum);
        var readable = true;
        foreach (var (segment, field) in rule.Sum)
        {
            var type = rules.IndexOf(segment);
            foreach (var node in root.Nodes)
                if (node.Type == type) readable &= JsonNumbers.TryAdd(root.Json(node), field, ref sum);
        }

        return (sum, readable);
    }

    private ExactSum Count(RootBuilder root, TotalRule rule)
    {
        long count = 0;
        foreach (var node in root.Nodes)
        {
            if (rule.Count.Contains("lines")) count += node.Lines;
            else if (rule.Count.Contains(rules.Types[node.Type].Name)) count++;
        }

        var sum = default(ExactSum);
        sum.TryAdd(System.Text.Encoding.ASCII.GetBytes(count.ToString(CultureInfo.InvariantCulture)), (byte)'.');
        return sum;
    }
}
