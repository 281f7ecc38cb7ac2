namespace Passerelle.Contracts.Errors;

/// <summary>A place in a configuration file. Line and column count from 1; 0 means the whole file.</summary>
public readonly record struct SourceLocation(string File, int Line, int Column)
{
    /// <inheritdoc/>
    public override string ToString() => Line == 0 ? File : $"{File}:{Line}:{Column}";
}
