using Passerelle.Gateway.Workspace.DataContracts;
using Passerelle.Gateway.Workspace.Flows;
using Passerelle.Gateway.Workspace.Loading;
using Passerelle.Gateway.Workspace.Mapping;

namespace Passerelle.Gateway.Composition;

/// <summary>Loads workspaces with every adapter, engine and compiler that there is.</summary>
public static class Workspaces
{
    public static WorkspaceCompilers Compilers { get; } = new(
        DataContractCompiler.Compile,
        MappingCompiler.Compile);

    /// <summary>Reads, checks and compiles a workspace; opens no connection.</summary>
    public static WorkspaceLoadResult Load(string folder) => WorkspaceLoader.Load(folder, Catalogue.Adapters, Catalogue.Engines, Compilers);
}
