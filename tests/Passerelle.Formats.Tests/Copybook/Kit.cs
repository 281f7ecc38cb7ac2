using System.Buffers;
using System.Text;
using Passerelle.Contracts.Errors;
using Passerelle.Formats.Copybook;
using Passerelle.Formats.Copybook.Codec;
using Passerelle.Formats.Copybook.Layout;
using Passerelle.Formats.Copybook.Text;

namespace Passerelle.Formats.Tests.Copybook;

/// <summary>Short ways to a layout, a codec and a decoded record.</summary>
internal static class Kit
{
    public static readonly CodecOptions GnuCobol =
        new() { CodePage = CodePage.Get("ascii"), NativeBigEndian = false, Floats = FloatFormat.Ieee };

    public static CopybookLayout Layout(string text, CopybookOptions? options = null)
    {
        var result = CopybookLayout.Parse(options ?? new CopybookOptions(), new CopyMember("test.cpy", text));
        Assert.That(result.Problems.Select(problem => $"{problem.Location} {problem.Message}"), Is.Empty);
        return result.Layout!;
    }

    public static string[] Problems(string text, CopybookOptions? options = null) =>
        [.. CopybookLayout.Parse(options ?? new CopybookOptions(), new CopyMember("test.cpy", text)).Problems
            .Select(problem => $"{problem.Code} {problem.Location} {problem.Path}: {problem.Message}")];

    public static RecordCodec Codec(CopybookLayout layout, CodecOptions? options = null)
    {
        var result = RecordCodec.Compile(layout, options ?? new CodecOptions());
        Assert.That(result.Problems.Select(problem => problem.Message), Is.Empty);
        return result.Codec!;
    }

    public static string Decode(RecordCodec codec, byte[] record)
    {
        var output = new ArrayBufferWriter<byte>();
        var failure = codec.NewDecoder().Decode(record, 0, output);
        return failure?.Message ?? Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static string Decode(string copybook, string hex, CodecOptions? options = null) =>
        Decode(Codec(Layout(copybook), options), Convert.FromHexString(hex));

    public static string Encode(RecordCodec codec, string json)
    {
        var output = new ArrayBufferWriter<byte>();
        Failure? failure = codec.NewEncoder().Encode(Encoding.UTF8.GetBytes(json), output);
        return failure?.Message ?? Convert.ToHexString(output.WrittenSpan);
    }

    public static string Oracle(string name) => Path.Combine(TestContext.CurrentContext.TestDirectory, "Copybook", "Oracle", name);
}
