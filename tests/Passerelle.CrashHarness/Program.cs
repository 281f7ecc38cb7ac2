using System.CommandLine;
using Passerelle.CrashHarness.Child;
using Passerelle.CrashHarness.Engines;
using Passerelle.CrashHarness.Run;
using Passerelle.CrashHarness.Scenarios;

if (args is ["child", ..]) return await GatewayChild.RunAsync(ChildOptions.Read(args));

var engines = new Option<string>("--engines") { Description = $"Log and store: {string.Join(", ", EnginePair.Names)}.", DefaultValueFactory = _ => "embedded+sqlite" };
var kills = new Option<int?>("--kills") { Description = "How many SIGKILLs; 200 when left out, 24 in the scenario million." };
var seed = new Option<int>("--seed") { Description = "Decides load and kills.", DefaultValueFactory = _ => 42 };
var rows = new Option<int?>("--rows") { Description = "Keys of each flow at the beginning; 60 when left out, a million rows in the scenario million, 100 000 in outage." };
var each = new Option<int?>("--each") { Description = "The least number of kills that every stage and moment must have; 5 from 200 kills on, 0 below, when left out." };
var instances = new Option<int?>("--instances") { Description = "Gateways that share the work in the second half, at most two in the first; what the engines are good for when left out." };
var disturb = new Option<double>("--disturb") { Description = "The share of lives in which the broker or the database crashes or hangs, where there is one.", DefaultValueFactory = _ => new CrashOptions().DisturbShare };
var outage = new Option<double>("--minutes") { Description = "In the scenario outage: how long each engine is away.", DefaultValueFactory = _ => new CrashOptions().Outage.TotalMinutes };
var folder = new Option<string?>("--folder") { Description = "Where workspace and data go; a temporary folder when left out." };
var scenario = new Option<string>("--scenario") { Description = "crash: kills under a changing load; million: one large extract and what comes after it; outage: brokers and database away for long.", DefaultValueFactory = _ => "crash" };
scenario.AcceptOnlyFromAmong("crash", "million", "outage");
var root = new RootCommand("Kills the real gateway under load and compares what comes of it with what must.") { engines, kills, seed, rows, each, instances, disturb, outage, folder, scenario };
root.SetAction(async (result, cancellationToken) =>
{
    var chosen = result.GetValue(scenario);
    var million = chosen == "million";
    var count = result.GetValue(kills) ?? (million ? 24 : 200);
    var options = new CrashOptions
    {
        Engines = result.GetValue(engines)!,
        Kills = count,
        Seed = result.GetValue(seed),
        Rows = result.GetValue(rows) ?? (chosen switch { "million" => 1_000_000, "outage" => 100_000, _ => 60 }),
        Instances = result.GetValue(instances),
        KillsOfEach = result.GetValue(each) ?? (count >= 200 ? 5 : 0),
        Outage = TimeSpan.FromMinutes(result.GetValue(outage)),
        DisturbShare = result.GetValue(disturb),
        Folder = result.GetValue(folder) is { } given ? Path.GetFullPath(given) : null,
        Output = Console.Out,
    };
    return chosen switch
    {
        "million" => await MillionCommand.RunAsync(options, cancellationToken),
        "outage" => await OutageCommand.RunAsync(options, cancellationToken),
        _ => await CrashCommand.RunAsync(options, cancellationToken),
    };
});
return await root.Parse(args).InvokeAsync();
