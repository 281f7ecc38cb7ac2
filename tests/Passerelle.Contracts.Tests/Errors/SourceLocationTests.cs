using Passerelle.Contracts.Errors;

namespace Passerelle.Contracts.Tests.Errors;

internal sealed class SourceLocationTests
{
    [TestCase("flows/companies.yaml", 12, 5, ExpectedResult = "flows/companies.yaml:12:5")]
    [TestCase("flows/companies.yaml", 1, 1, ExpectedResult = "flows/companies.yaml:1:1")]
    [TestCase("passerelle.yaml", 0, 0, ExpectedResult = "passerelle.yaml")]
    [TestCase("passerelle.yaml", 0, 7, ExpectedResult = "passerelle.yaml")]
    public string A_place_reads_as_editors_write_it(string file, int line, int column) =>
        new SourceLocation(file, line, column).ToString();
}
