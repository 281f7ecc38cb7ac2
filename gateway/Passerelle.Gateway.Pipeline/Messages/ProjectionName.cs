using Passerelle.Gateway.Workspace.DataContracts;

namespace Passerelle.Gateway.Pipeline.Messages;

/// <summary>The names that positions are kept under in the read store.</summary>
internal static class ProjectionName
{
    public static string Of(DataContract contract) => $"{contract.Name}.v{contract.Version.Major}";

    public static string OfView(string view) => $"view:{view}";
}
