namespace Passerelle.Contracts.Adapters;

/// <summary>Optional ability of an adapter: its sources keep what they have read, and are <see cref="IOriginArchive"/>s.</summary>
public interface IArchivingAdapter : ISourceAdapter
{
    /// <summary>Checks, without any I/O, that what was read stays and can be reached.
    /// Problems go to <see cref="IOptionReader.Report"/>.</summary>
    /// <param name="several">Whether several instances of the gateway may run: each of them must reach the archive.</param>
    void ValidateArchive(IOptionReader options, bool several);
}
