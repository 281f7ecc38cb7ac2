using System.CommandLine;
using Passerelle.Benchmarks.Common;
using Passerelle.Benchmarks.Copybook;
using Passerelle.Benchmarks.EndToEnd;
using Passerelle.Benchmarks.Kafka;
using Passerelle.Benchmarks.Mapping;
using Passerelle.Benchmarks.Memory;
using Passerelle.Benchmarks.Operations;
using Passerelle.Benchmarks.Ports;
using Passerelle.Benchmarks.Stages;

var root = new RootCommand("Measures Passerelle on this machine. Compare figures of one run with each other, not with another machine's.")
{
    Frame.Json,
    EndToEndCommand.Create(), StagesCommand.Create(), MemoryCommand.Create(), MappingCommand.Create(), CopybookBenchmark.Create(),
    StoreCommand.Create(), LogCommand.Create(), AppendCommand.Create(), KafkaCommand.Create(), OperationsCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
