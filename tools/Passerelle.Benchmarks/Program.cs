using System.CommandLine;
using Passerelle.Benchmarks.Copybook;

var root = new RootCommand("Measures Passerelle's hot paths on this machine.")
{
    CopybookBenchmark.Create(),
};
return await root.Parse(args).InvokeAsync();
