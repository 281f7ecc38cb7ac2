using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Workspace.Loading;

namespace Passerelle.Gateway.Running;

/// <summary>What a gateway is started with.</summary>
/// <param name="Listen">Where REST listens: the workspace's address, or another one that the caller wants.</param>
/// <param name="Adapt">Changes what the stages work with: other batch sizes and pauses, or decorated engines.</param>
internal sealed record GatewaySetup(
    WorkspaceModel Workspace, string DataFolder, Uri Listen, Func<GatewayEnvironment, GatewayEnvironment>? Adapt = null);
