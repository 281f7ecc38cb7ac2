using System.CommandLine;
using Passerelle.CrashHarness.Child;
using Passerelle.CrashHarness.Run;

if (args is ["child", ..]) return await GatewayChild.RunAsync(ChildOptions.Read(args));

var engines = new Option<string>("--engines") { Description = "Log and store: embedded+sqlite.", DefaultValueFactory = _ => "embedded+sqlite" };
var kills = new Option<int>("--kills") { Description = "How many SIGKILLs.", DefaultValueFactory = _ => 200 };
var seed = new Option<int>("--seed") { Description = "Decides load and kills.", DefaultValueFactory = _ => 42 };
var rows = new Option<int>("--rows") { Description = "Keys of each flow at the beginning.", DefaultValueFactory = _ => 60 };
var each = new Option<int?>("--each") { Description = "The least number of kills that every stage and moment must have; 5 from 200 kills on, 0 below, when left out." };
var folder = new Option<string?>("--folder") { Description = "Where workspace and data go; a temporary folder when left out." };
var root = new RootCommand("Kills the real gateway under load and compares what comes of it with what must.") { engines, kills, seed, rows, each, folder };
root.SetAction(async (result, cancellationToken) =>
{
    var options = new CrashOptions
    {
        Engines = result.GetValue(engines)!,
        Kills = result.GetValue(kills),
        Seed = result.GetValue(seed),
        Rows = result.GetValue(rows),
        KillsOfEach = result.GetValue(each) ?? (result.GetValue(kills) >= 200 ? 5 : 0),
        Folder = result.GetValue(folder) is { } given ? Path.GetFullPath(given) : null,
        Output = Console.Out,
    };
    return await CrashCommand.RunAsync(options, cancellationToken);
});
return await root.Parse(args).InvokeAsync();
