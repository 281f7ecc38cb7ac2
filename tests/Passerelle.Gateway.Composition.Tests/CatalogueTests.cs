using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Adapters.Commands;
using Passerelle.Contracts.Adapters.Endpoints;
using Passerelle.Contracts.Adapters.Queries;
using Passerelle.Gateway.Workspace.Connections;

namespace Passerelle.Gateway.Composition.Tests;

internal sealed class CatalogueTests
{
    private static IEnumerable<IAdapter> Adapters => Catalogue.Adapters;

    [TestCaseSource(nameof(Adapters))]
    public void An_adapter_has_a_spec_for_each_role_that_it_implements_and_for_no_other(IAdapter adapter)
    {
        var spec = adapter.Spec;

        Assert.Multiple(() =>
        {
            Assert.That(spec.Source is not null, Is.EqualTo(adapter is ISourceAdapter), "source");
            Assert.That(spec.Command is not null, Is.EqualTo(adapter is ICommandAdapter), "command");
            Assert.That(spec.Query is not null, Is.EqualTo(adapter is IQueryAdapter), "query");
            Assert.That(spec.Endpoint is not null, Is.EqualTo(adapter is IEndpointAdapter), "endpoint");
            Assert.That(adapter is ISourceAdapter, Is.EqualTo(adapter is IDeliveryAdapter or IStreamAdapter), "deliveries or a stream");
        });
    }

    [TestCaseSource(nameof(Adapters))]
    public void A_connection_names_no_option_that_all_connections_have(IAdapter adapter) =>
        Assert.That(ConnectionSpecs.Of(adapter.Spec).Select(o => o.Name), Is.Unique);

    [Test]
    public void No_two_adapters_have_one_name() => Assert.That(Adapters.Select(a => a.Spec.Name), Is.Unique);
}
