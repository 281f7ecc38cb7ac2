using Passerelle.Formats.Delimited;

namespace Passerelle.Adapters.Files;

/// <summary>Reads dialect and prologue of a file, which every pass over it needs first.</summary>
internal static class FileHead
{
    public static async ValueTask<(DetectedDialect Dialect, Prologue Prologue)> ReadAsync(string path, FlatFileOptions options, CancellationToken cancellationToken)
    {
        var content = FileContent.Open(path, options, hashed: false);
        await using (content.ConfigureAwait(false))
        {
            var sample = await FileSample.ReadAsync(content, cancellationToken).ConfigureAwait(false);
            var dialect = DialectDetector.Detect(sample, options.Pins);
            return (dialect, Prologue.Read(sample, dialect.Dialect, options.Limits, options.Rules));
        }
    }
}
