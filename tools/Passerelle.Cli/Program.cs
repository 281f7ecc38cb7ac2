using Passerelle.Cli;

return await App.RunAsync(args);
