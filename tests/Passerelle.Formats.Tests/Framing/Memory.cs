using System.Buffers.Binary;
using Passerelle.Formats.Framing;

namespace Passerelle.Formats.Tests.Framing;

/// <summary>A file of any size takes the same memory.</summary>
internal sealed class Memory
{
    [Test]
    public void Three_hundred_megabytes_of_variable_records_take_a_few_of_memory()
    {
        const long size = 300L * 1024 * 1024;
        using var reader = new FrameReader(new Endless(size), FrameOptions.Variable());
        long records = 0, bytes = 0, most = 0;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var isEnd = false; !isEnd;)
        {
            using var batch = reader.ReadAsync(4096, default).AsTask().GetAwaiter().GetResult();
            foreach (ref readonly var frame in batch.Frames)
            {
                if (frame.Failure is { } failure) Assert.Fail(failure.Message);
                bytes += frame.Record.Length;
            }

            records += batch.Count;
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false) - before);
            isEnd = batch.IsEnd;
        }

        Assert.That((records, bytes), Is.EqualTo((size / 256, size / 256 * 252)));
        Assert.That(most, Is.LessThan(48L * 1024 * 1024));
    }

    /// <summary>Records of 256 bytes, made while they are read.</summary>
    private sealed class Endless(long size) : Stream
    {
        private long _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => size;

        public override long Position { get => _at; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Span<byte> record = stackalloc byte[256];
            BinaryPrimitives.WriteUInt32BigEndian(record, 0x0100_0000);
            var written = 0;
            while (written < count && _at < size)
            {
                var rest = record[(int)(_at % 256)..];
                var part = rest[..Math.Min(rest.Length, count - written)];
                part.CopyTo(buffer.AsSpan(offset + written));
                written += part.Length;
                _at += part.Length;
            }

            return written;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
