namespace Passerelle.Contracts.Adapters;

/// <summary>What a value may be, by a name: said once wherever it is used, and able to hold itself,
/// as a condition holds conditions.</summary>
/// <param name="name">As in docs and messages, for example <c>condition</c>.</param>
/// <param name="doc">One line.</param>
/// <param name="form">Asked for once, when it is first needed.</param>
public sealed class NamedSpec(string name, string doc, Func<OptionSpec> form)
{
    private readonly Lazy<OptionSpec> _form = new(form);

    public string Name => name;

    public string Doc => doc;

    public OptionSpec Form => _form.Value;

    /// <summary>The name: what it holds may be without end.</summary>
    public override string ToString() => name;
}
