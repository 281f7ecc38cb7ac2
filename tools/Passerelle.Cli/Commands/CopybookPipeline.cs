using System.Buffers;
using System.Collections.Concurrent;
using System.Threading.Channels;
using Passerelle.Contracts.Errors;
using Passerelle.Formats.Copybook.Codec;
using Passerelle.Formats.Framing;
using Passerelle.Formats.Segments;

namespace Passerelle.Cli.Commands;

/// <summary>Frames on one thread, decodes batches on several, writes in order; memory is bounded by the batches under way.</summary>
internal sealed class CopybookPipeline(RecordCodec codec, FrameOptions framing, int workers)
{
    // A batch and its JSON stay in the processor's cache.
    private const int BytesAtATime = 256 * 1024;
    private readonly int _framesAtATime = Math.Clamp(BytesAtATime / Math.Max(1, codec.Layout.MaxLength), 16, 8192);
    private readonly ConcurrentBag<Job> _idle = [];

    public async Task RunAsync(Stream source, Stream target, CopybookRejects rejects, CopybookProgress progress, long limit, CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var jobs = Channel.CreateBounded<Task<Job>>(workers + 1);
        var framed = FrameAsync(source, limit, jobs.Writer, stopping.Token);
        try
        {
            await foreach (var started in jobs.Reader.ReadAllAsync(cancellationToken))
            {
                var job = await started;
                await target.WriteAsync(job.Written, cancellationToken);
                foreach (var (failure, record, offset, bytes) in job.Bad) rejects.Add(failure, record, offset, bytes);
                progress.Records += job.Records;
                progress.At(job.End, rejects.Count);
                _idle.Add(job);
            }
        }
        finally
        {
            await stopping.CancelAsync();
            await framed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await framed;
    }

    private async Task FrameAsync(Stream source, long limit, ChannelWriter<Task<Job>> jobs, CancellationToken cancellationToken)
    {
        try
        {
            using var reader = new FrameReader(source, framing) { KeepForm = codec.Options.KeepRaw };
            for (var isEnd = false; !isEnd && limit > 0;)
            {
                var batch = await reader.ReadAsync((int)Math.Min(_framesAtATime, limit), cancellationToken);
                limit -= batch.Count;
                isEnd = batch.IsEnd;
                var job = _idle.TryTake(out var used) ? used : new Job(codec.NewDecoder());
                await jobs.WriteAsync(Task.Run(() => job.Run(batch), cancellationToken), cancellationToken);
            }

            jobs.Complete();
        }
        catch (Exception e)
        {
            jobs.Complete(e);
            throw;
        }
    }

    /// <summary>One batch: its decoder, and the output that is used again for the next one.</summary>
    private sealed class Job(RecordDecoder decoder) : IBufferWriter<byte>
    {
        private byte[] _output = new byte[1 << 20];
        private int _count;

        public ReadOnlyMemory<byte> Written => _output.AsMemory(0, _count);

        public List<(Failure Failure, long Record, long Offset, byte[] Bytes)> Bad { get; } = [];

        public int Records { get; private set; }

        public long End { get; private set; }

        public Job Run(FrameBatch batch)
        {
            Bad.Clear();
            (_count, Records, End) = (0, batch.Count, batch.PositionAfter.Offset);
            foreach (ref readonly var frame in batch.Frames)
            {
                if (frame.IsAside)
                {
                    AddAside(frame.Whole.Span);
                    continue;
                }

                if ((frame.Failure ?? decoder.Decode(frame.Record.Span, frame.RecordOffset, this)) is { } failure)
                    Bad.Add((failure, frame.At.Records + 1, frame.Offset, frame.Whole.ToArray()));
                else
                {
                    if (frame.Form is { } form) AddForm(form);
                    GetSpan(1)[0] = (byte)'\n';
                    _count++;
                }
            }

            batch.Dispose();
            return this;
        }

        private void AddAside(ReadOnlySpan<byte> bytes)
        {
            Records--;
            this.Write(FormJson.Line(FormJson.Bytes, bytes));
            this.Write("\n"u8);
        }

        /// <summary>Puts the form of the record before the brace that closes its JSON.</summary>
        private void AddForm(FrameForm form)
        {
            _count--;
            if (_output[_count - 1] != (byte)'{') this.Write(","u8);
            this.Write(FormJson.Properties(form));
            this.Write("}"u8);
        }

        public void Advance(int count) => _count += count;

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            Room(sizeHint);
            return _output.AsMemory(_count);
        }

        public Span<byte> GetSpan(int sizeHint = 0)
        {
            Room(sizeHint);
            return _output.AsSpan(_count);
        }

        private void Room(int size)
        {
            if (_output.Length - _count <= size) Array.Resize(ref _output, Math.Max(2 * _output.Length, _count + size + 1));
        }
    }
}
