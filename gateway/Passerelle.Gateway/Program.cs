using Passerelle.Gateway.Service;

return await ServiceCommand.RunAsync(args);
