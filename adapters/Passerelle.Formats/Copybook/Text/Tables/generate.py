#!/usr/bin/env python3
"""Writes the tables of the EBCDIC pages that the framework lacks, from the tables of the GNU C library.

    python3 generate.py            writes NAME.bin beside itself
    python3 generate.py --check    tells whether the files are what it would write

The library (iconv) takes its EBCDIC tables from IBM's CDRA; 274, 275 and the Canadian French set (276) from RFC 1345.
It must be run where iconv knows the pages: any Linux with glibc's gconv modules.

A file is 256 UTF-16BE units (single bytes) and, for a page with double bytes, 65536 units indexed by both bytes,
then pairs of units (character, bytes) where writing prefers other bytes than the lowest; all of it deflated (raw).
FFFD stands for none.
"""
import ctypes
import sys
import zlib
from pathlib import Path

SINGLE = {"274": "IBM274", "275": "IBM275", "276": "EBCDIC-CA-FR", "420": "IBM420", "1160": "IBM1160"}
DOUBLE = {"930": "IBM930", "933": "IBM933", "935": "IBM935", "937": "IBM937", "939": "IBM939", "1364": "IBM1364", "1388": "IBM1388"}
NONE = "\uFFFD"
SUBSTITUTE = "\u001A"

libc = ctypes.CDLL(None)
libc.iconv_open.restype = ctypes.c_void_p
libc.iconv_open.argtypes = [ctypes.c_char_p, ctypes.c_char_p]
libc.iconv.restype = ctypes.c_size_t
libc.iconv.argtypes = [ctypes.c_void_p] + [ctypes.c_void_p] * 4
FAILED = ctypes.c_size_t(-1).value


class Converter:
    def __init__(self, source, target):
        self.handle = libc.iconv_open(target.encode(), source.encode())
        if self.handle in (None, ctypes.c_void_p(-1).value):
            raise SystemExit(f"iconv does not know {source} to {target}.")

    def convert(self, data):
        """The converted bytes, or None when iconv has no exact conversion."""
        libc.iconv(self.handle, None, None, None, None)
        source, target = ctypes.create_string_buffer(data, len(data)), ctypes.create_string_buffer(32)
        at, to = ctypes.c_void_p(ctypes.addressof(source)), ctypes.c_void_p(ctypes.addressof(target))
        left, room = ctypes.c_size_t(len(data)), ctypes.c_size_t(32)
        done = libc.iconv(self.handle, ctypes.byref(at), ctypes.byref(left), ctypes.byref(to), ctypes.byref(room))
        if done == 0:
            done = libc.iconv(self.handle, None, None, ctypes.byref(to), ctypes.byref(room))
        return None if done in (FAILED,) or left.value else target.raw[: 32 - room.value]


def unit(converter, data):
    """The one UTF-16 unit for some bytes."""
    result = converter.convert(data)
    if result is None or len(result) != 2:
        return NONE
    text = result.decode("utf-16-be", "surrogatepass")
    return NONE if text == SUBSTITUTE and data != b"\x3f" else text


def single(name):
    converter = Converter(name, "UTF-16BE")
    return [chr(b) if b in (14, 15) and name in DOUBLE.values() else unit(converter, bytes([b])) for b in range(256)]


def double(name):
    converter = Converter(name, "UTF-16BE")
    return [unit(converter, bytes([14, pair >> 8, pair & 255, 15])) if 0x40 <= (pair >> 8) <= 0xFE else NONE for pair in range(65536)]


def preferred(name, pairs):
    """Characters whose bytes are not the lowest that stand for them."""
    lowest = {}
    for pair, character in enumerate(pairs):
        lowest.setdefault(character, pair)
    converter = Converter("UTF-16BE", name)
    for character, pair in sorted(lowest.items()):
        if character == NONE or 0xD800 <= ord(character) < 0xE000:
            continue
        back = converter.convert(character.encode("utf-16-be"))
        if back and len(back) == 4 and back[0] == 14 and back[3] == 15:
            written = back[1] << 8 | back[2]
            if written != pair and pairs[written] == character:
                yield character, written


def content(name):
    units = single(name)
    if name in DOUBLE.values():
        pairs = double(name)
        units += pairs
        for character, written in preferred(name, pairs):
            units += [character, chr(written)]
    raw = b"".join(ord(character).to_bytes(2, "big") for character in units)
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    return compressor.compress(raw) + compressor.flush()


stale = []
for page, name in {**SINGLE, **DOUBLE}.items():
    path, data = Path(__file__).parent / f"{page}.bin", content(name)
    if "--check" not in sys.argv:
        path.write_bytes(data)
        print(page, name, len(data), "bytes")
    elif not path.exists() or zlib.decompress(path.read_bytes(), -15) != zlib.decompress(data, -15):
        stale.append(page)
sys.exit(f"Stale: {', '.join(stale)}" if stale else 0)
