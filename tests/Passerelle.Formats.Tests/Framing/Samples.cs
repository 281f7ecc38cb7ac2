using Passerelle.Formats.Framing;

namespace Passerelle.Formats.Tests.Framing;

/// <summary>One file of every format, put together by hand, with blocks filled as far as they go.</summary>
internal static class Samples
{
    public static IReadOnlyList<(FrameOptions Options, byte[] File)> All { get; } =
    [
        (FrameOptions.Fixed(3), Bytes("C1C2C3F1F2F3C4C5C6")),
        (FrameOptions.Fixed(3, blockWords: true) with { BlockLength = 10 }, Bytes("000A0000C1C2C3F1F2F3 00070000C4C5C6")),
        (FrameOptions.Variable(), Bytes("00060000C1C2 00040000 00050000C3")),
        (FrameOptions.Variable(blocked: true) with { BlockLength = 15 }, Bytes("000F0000 00060000C1C2 00050000C3 00090000 00050000C4")),
        (FrameOptions.Variable(blocked: true) with { BlockLength = 15, ExtendedBlocks = true },
            Bytes("8000000F 00060000C1C2 00050000C3 80000009 00050000C4")),
        (FrameOptions.Variable(blocked: true, spanned: true) with { BlockLength = 12 },
            Bytes("000C0000 00080100C1C2C3C4 000C0000 00080300C5C6C7C8 00090000 00050200C9")),
        (new FrameOptions { Format = RecordFormat.Undefined, RecordLength = 2 }, Bytes("C1C2C3")),
        (new FrameOptions { Format = RecordFormat.Undefined, BlockWord = LengthWord.Rdw }, Bytes("00060000C1C2 00050000C3")),
        (FrameOptions.Lines(LineEnd.CrLf), Bytes("610D0A 0D0A 62630D0A")),
        (FrameOptions.Lines(LineEnd.Lf), Bytes("610A 0A 6263")),
        (FrameOptions.GnuCobol(0), Bytes("000200006162 0001000063")),
        (FrameOptions.GnuCobol(3), Bytes("00026162 000163")),
        (FrameOptions.MicroFocus(), Bytes("3000007C" + new string('0', 248) + "40000003 61626300 40000001 64000000")),
        (FrameOptions.Computed(new LengthByType(0, [([0xC1], 3), ([0xC2], 2)])), Bytes("C1F1F2 C2F1 C1F3F4")),
    ];

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
