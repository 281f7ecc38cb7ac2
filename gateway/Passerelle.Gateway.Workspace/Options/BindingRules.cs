using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Workspace.Options;

/// <summary>How one kind of document is bound: the codes of its mistakes, and what its texts mean.</summary>
internal sealed record BindingRules(
    ErrorCode UnknownKey, ErrorCode MissingKey, ErrorCode WrongType, ErrorCode NotAChoice, ErrorCode OutOfBounds)
{
    private readonly ErrorCode? _notANumber;

    public static readonly BindingRules Options =
        new(OptionCodes.UnknownKey, OptionCodes.MissingKey, OptionCodes.WrongType, OptionCodes.NotAChoice, OptionCodes.OutOfBounds);

    /// <summary>A text stands where a number belongs.</summary>
    public ErrorCode NotANumber
    {
        get => _notANumber ?? WrongType;
        init => _notANumber = value;
    }

    /// <summary>Members that exclude each other are written together, or none of them is.</summary>
    public ErrorCode OneOf { get; init; } = OptionCodes.OneOf;

    /// <summary>Nothing goes by that name.</summary>
    public ErrorCode UnknownName { get; init; } = OptionCodes.NotAChoice;

    /// <summary>Whether <c>${env:NAME}</c> and <c>${secret:file}</c> are filled in; elsewhere they are text.</summary>
    public bool HasReferences { get; init; } = true;

    /// <summary>Whether an option without a value counts as left out; elsewhere it is a mistake.</summary>
    public bool EmptyIsAbsent { get; init; } = true;

    /// <summary>What a member is called in messages, as <c>the schema keyword</c>; nothing for a plain option.</summary>
    public string? Member { get; init; }

    /// <summary>Rules that hold from a named spec on.</summary>
    public IReadOnlyDictionary<string, BindingRules> Named { get; init; } = new Dictionary<string, BindingRules>();
}
