using System.Buffers.Binary;
using Passerelle.Gateway.Pipeline.Messages;

namespace Passerelle.Gateway.Pipeline.Ingest.Extract;

/// <summary>Keys that an extract no longer holds, kept in a scratch file from the judging to the sweep, so that the extract is not read a third time.</summary>
internal sealed class VanishedKeys(string folder) : IDisposable
{
    private const int BufferSize = 64 * 1024;
    private FileStream? _file;

    public void Add(in ExtractState state)
    {
        _file ??= Create(folder);
        Span<byte> head = stackalloc byte[Fingerprint128.Size + sizeof(int)];
        state.Key.Write(head);
        BinaryPrimitives.WriteInt32LittleEndian(head[Fingerprint128.Size..], state.KeyText.Length);
        _file.Write(head);
        _file.Write(state.KeyText.Span);
    }

    /// <summary>Hash and text of every key, in the order of the hashes. Nothing may be added afterwards.</summary>
    public IEnumerable<(Fingerprint128 Key, byte[] Text)> Read()
    {
        if (_file is null) yield break;
        _file.Position = 0;
        var head = new byte[Fingerprint128.Size + sizeof(int)];
        while (_file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length)
        {
            var text = new byte[BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(Fingerprint128.Size))];
            _file.ReadExactly(text);
            yield return (Fingerprint128.Read(head), text);
        }
    }

    public void Dispose() => _file?.Dispose();

    private static FileStream Create(string folder)
    {
        Directory.CreateDirectory(folder);
        return new FileStream(Path.Combine(folder, $"vanished-{Guid.NewGuid():N}"), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose,
            BufferSize = BufferSize,
        });
    }
}
