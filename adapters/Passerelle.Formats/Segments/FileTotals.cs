using System.Globalization;
using Passerelle.Contracts.Errors;
using Passerelle.Formats.Delimited;
using Passerelle.Formats.Framing;

namespace Passerelle.Formats.Segments;

/// <summary>Reconciles a pass over a file with what its header and trailer announce.</summary>
internal sealed class FileTotals(SegmentRules rules)
{
    private readonly Tally[] _tallies = [.. rules.Totals.Where(total => !total.PerRecord).Select(total => new Tally(total, rules))];
    private readonly bool[] _seen = new bool[rules.Types.Count];
    private Failure? _structure;
    private bool _over;
    private long _lines;

    /// <summary>Takes what was framed, whatever it is.</summary>
    public void Add(in Frame frame, int type, ReadOnlySpan<byte> json, Failure? failure)
    {
        _lines++;
        if (type < 0)
        {
            foreach (var tally in _tallies) tally.Unreadable(type);
            return;
        }

        var role = rules.Types[type].Role;
        if (role == SegmentRole.Trailer) _over = true;
        else if (_over && role != SegmentRole.Ignored) _structure ??= AfterTrailer(frame);
        if (role is SegmentRole.Header or SegmentRole.Trailer)
        {
            if (failure is not null) _structure ??= Unreadable(failure, rules.Types[type]);
            _seen[type] = true;
        }

        foreach (var tally in _tallies) tally.Add(type, json);
    }

    /// <summary>The first thing that does not reconcile; null when all does.</summary>
    public Failure? Reconcile(long records)
    {
        if (_structure is not null) return _structure;
        for (var i = 0; i < _seen.Length; i++)
            if (!_seen[i] && rules.Types[i].Role is (SegmentRole.Header or SegmentRole.Trailer)) return Missing(rules.Types[i]);
        return _tallies.Select(tally => tally.Reconcile(records, _lines)).FirstOrDefault(failure => failure is not null);
    }

    private static string RoleOf(SegmentType type) => type.Role == SegmentRole.Header ? "header" : "trailer";

    private static Failure Missing(SegmentType type) => new()
    {
        Code = DelimitedErrors.MissingControlRecord,
        Message = $"The {RoleOf(type)} record {type.Name} is missing.",
        Remedy = "The file may be cut: ask the sender for a complete one, or fix how this record is known.",
        Expected = type.Name,
        Found = "the end of the file",
    };

    private static Failure AfterTrailer(in Frame frame) => new()
    {
        Code = DelimitedErrors.RowsAfterTrailer,
        Message = $"At byte {frame.Offset}: a record follows the trailer record.",
        Remedy = "Ask the sender whether two files were joined; if data records may look like the trailer, fix how it is known.",
        Expected = "the end of the file",
        Found = "a record",
        ByteOffset = frame.Offset,
    };

    private static Failure Unreadable(Failure failure, SegmentType type) => failure with
    {
        Code = DelimitedErrors.UnreadableControlRecord,
        Message = $"The {RoleOf(type)} record {type.Name} cannot be read: {failure.Message}",
    };

    private sealed class Tally(TotalRule rule, SegmentRules rules)
    {
        private readonly int _announcer = rules.IndexOf(rule.In);
        private readonly HashSet<int> _counted = [.. rule.Count.Select(rules.IndexOf).Where(type => type >= 0)];
        private readonly (int Type, string Field)[] _summed = [.. rule.Sum.Select(sum => (rules.IndexOf(sum.Segment), sum.Field))];
        private ExactSum _announced;
        private ExactSum _sum;
        private bool _known;
        private long _count;
        private long _unreadable;

        public void Add(int type, ReadOnlySpan<byte> json)
        {
            if (type == _announcer) _known = JsonNumbers.TryAdd(json, rule.Field, ref _announced);
            if (_counted.Contains(type)) _count++;
            foreach (var (segment, field) in _summed)
                if (segment == type && !JsonNumbers.TryAdd(json, field, ref _sum)) _unreadable++;
        }

        public void Unreadable(int type) => _unreadable += type < 0 && _summed.Length > 0 ? 1 : 0;

        public Failure? Reconcile(long records, long lines)
        {
            if (!_known) return NoNumber();
            return _summed.Length > 0
                ? ReconcileSum()
                : ReconcileCount(rule.Count.Contains("*") ? records : rule.Count.Contains("lines") ? lines : _count);
        }

        private Failure? ReconcileCount(long found)
        {
            var sum = default(ExactSum);
            var text = found.ToString(CultureInfo.InvariantCulture);
            sum.TryAdd(System.Text.Encoding.ASCII.GetBytes(text), (byte)'.');
            return sum.Equals(_announced)
                ? null
                : Mismatch(DelimitedErrors.CountMismatch, $"announces {_announced} of {string.Join(", ", rule.Count)}", text, "");
        }

        private Failure? ReconcileSum()
        {
            if (_unreadable == 0 && _sum.Equals(_announced)) return null;
            var fields = string.Join(", ", rule.Sum.Select(sum => $"{sum.Segment}.{sum.Field}"));
            var note = _unreadable == 0 ? "" : $"; {_unreadable} records cannot be read";
            return Mismatch(DelimitedErrors.SumMismatch, $"announces a sum of {_announced} for {fields}", _sum.ToString(), note);
        }

        private Failure Mismatch(ErrorCode code, string what, string found, string note) => new()
        {
            Code = code,
            Message = $"{rule.In}.{rule.Field} {what}, the file holds {found}{note}.",
            Remedy = "Ask the sender for a complete file, or accept this delivery as it is.",
            Field = rule.Field,
            Expected = _announced.ToString(),
            Found = found,
        };

        private Failure NoNumber() => new()
        {
            Code = DelimitedErrors.UnreadableControlRecord,
            Message = $"{rule.In}.{rule.Field} holds no number.",
            Remedy = "Check the total's segment and field against the sender's description of the file.",
            Field = rule.Field,
            Expected = "a number",
        };
    }
}
