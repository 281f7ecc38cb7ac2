namespace Passerelle.Contracts.Adapters;

/// <summary>Optional ability: says what was detected about a delivery's form, with the evidence and the option that pins it.</summary>
public interface IDialectReport
{
    ValueTask<IReadOnlyList<DialectFinding>> DescribeAsync(Delivery delivery, CancellationToken cancellationToken);
}

/// <param name="Option">The option that pins it, as <c>delimiter</c>.</param>
/// <param name="Value">The value in force.</param>
/// <param name="Evidence">Why: <c>pinned</c>, or what was seen in the bytes.</param>
public sealed record DialectFinding(string Option, string Value, string Evidence);
