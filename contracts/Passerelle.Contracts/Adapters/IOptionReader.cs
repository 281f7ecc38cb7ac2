using Passerelle.Contracts.Errors;

namespace Passerelle.Contracts.Adapters;

/// <summary>Options that were already checked against the spec: names known, types right, defaults filled in.</summary>
public interface IOptionReader
{
    /// <summary>Whether it is written; a default that is in force is not.</summary>
    bool Has(string name);

    /// <summary>Null when the option is absent and has no default.</summary>
    string? Text(string name);

    long Integer(string name);

    bool Boolean(string name);

    IReadOnlyList<string> TextList(string name);

    IReadOnlyDictionary<string, string> TextMap(string name);

    /// <summary>A nested object; one without any option set when it is absent.</summary>
    IOptionReader Object(string name);

    IReadOnlyList<IOptionReader> ObjectList(string name);

    IReadOnlyDictionary<string, IOptionReader> ObjectMap(string name);

    /// <summary>Reports that an option's value is wrong in a way that the spec cannot say;
    /// <paramref name="name"/> null for the object itself.</summary>
    void Report(string? name, ErrorCode code, string message, string repair);
}
