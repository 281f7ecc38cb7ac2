using System.CommandLine;
using Passerelle.LegacySim;

namespace Passerelle.Benchmarks.Common;

/// <summary>What file a benchmark works on.</summary>
internal sealed class RowOptions
{
    private readonly Option<long> _rows;
    private readonly Option<long> _seed = new("--seed") { Description = "Another seed gives other rows.", DefaultValueFactory = _ => 1 };
    private readonly Option<decimal> _broken = new("--broken") { Description = "Share of broken rows, from 0 to 0.3, in all ten kinds.", DefaultValueFactory = _ => 0.01m };
    private readonly Option<string?> _folder = new("--folder") { Description = "Where to work; kept afterwards. A temporary folder when not given." };

    public RowOptions(long rows) => _rows = new Option<long>("--rows") { Description = "How many legal units.", DefaultValueFactory = _ => rows };

    public RowOptions AddTo(Command command)
    {
        foreach (var option in (Option[])[_rows, _seed, _broken, _folder]) command.Add(option);
        return this;
    }

    public GeneratorOptions Generator(ParseResult result) => new()
    {
        Seed = result.GetValue(_seed),
        Rows = result.GetValue(_rows),
        BrokenShare = result.GetValue(_broken),
    };

    public SampleFolder Sample(ParseResult result) => new(result.GetValue(_folder));
}
