namespace Passerelle.Contracts.Errors;

/// <summary>A stable, documented code of one kind of failure: <c>PSR-</c> and four digits.</summary>
/// <param name="Id">For example <c>PSR-2101</c>. Never reused for something else.</param>
/// <param name="Kind">The kind in the closed taxonomy.</param>
/// <param name="Title">A short sentence that is true of every failure with this code.</param>
public sealed record ErrorCode(string Id, FailureKind Kind, string Title)
{
    /// <inheritdoc/>
    public override string ToString() => Id;
}
