using Passerelle.Gateway.Workspace.DataContracts;

namespace Passerelle.Gateway.Rest.Tests;

/// <summary>A contract whose very key is personal, on a listener that withholds personal fields.</summary>
internal sealed class HiddenKeyTests : RestFixture
{
    protected override RestSetup Change(RestSetup setup) => setup with
    {
        ServePersonal = false,
        Contracts = [Samples.Companies with { Classifications = new Dictionary<string, Classification> { ["siren"] = Classification.Sensitive } }],
    };

    [Test]
    public async Task Pages_can_be_followed_without_showing_a_key()
    {
        var text = "";
        for (string? at = "/v1/companies?limit=1&include=meta&sort=name"; at is not null;)
        {
            var page = await JsonAsync(at);
            text += page.ToJsonString();
            at = page["links"]!["next"]?.GetValue<string>();
        }

        Assert.That(text, Does.Contain("ACME").And.Contain("BOLT").And.Contain("event-9"));
        Assert.That(text, Does.Not.Contain("138426539").And.Not.Contain("200000002").And.Not.Contain("300000003"));
    }
}
