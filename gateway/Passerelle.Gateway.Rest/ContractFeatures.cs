using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Passerelle.Gateway.Rest.Collection;
using Passerelle.Gateway.Rest.Item;
using Passerelle.Gateway.Rest.OpenApi;
using Passerelle.Gateway.Rest.Served;

namespace Passerelle.Gateway.Rest;

/// <summary>The one list of what is served of every contract: for each feature its routes and its description.</summary>
internal static class ContractFeatures
{
    public static void Map(IEndpointRouteBuilder routes, RestSetup setup, IEnumerable<ServedContract> contracts)
    {
        foreach (var served in contracts)
        {
            new CollectionEndpoint(served, setup.Store, setup.Limits, new PageCursor(CursorKey(setup, served))).Map(routes);
            new ItemEndpoint(served, setup.Store).Map(routes);
        }
    }

    public static IEnumerable<DescribedOperation> Describe(IEnumerable<ServedContract> contracts)
    {
        foreach (var served in contracts)
        {
            yield return CollectionOperation.Of(served);
            yield return ItemOperation.Of(served);
        }
    }

    /// <summary>Where keys are hidden, a key that can be derived would hide nothing: then cursors live as long as the process.</summary>
    private static byte[] CursorKey(RestSetup setup, ServedContract served) => setup.CursorKey switch
    {
        { } given => given.ToArray(),
        null when served.HidesKey => RandomNumberGenerator.GetBytes(32),
        null => SHA256.HashData(Encoding.UTF8.GetBytes("passerelle cursor " + served.Name)),
    };
}
