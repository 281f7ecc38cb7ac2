namespace Passerelle.Contracts.Records;

/// <summary>Where a record physically stands on the legacy side.</summary>
/// <param name="Source">File name, table, or SOAP operation. Never an absolute path.</param>
/// <param name="Record">Record number in the source, from 1; header records do not count.</param>
/// <param name="Line">Line number of the record's first byte, from 1; 0 where lines mean nothing.</param>
/// <param name="ByteOffset">Offset of the first byte, in decompressed bytes; -1 where bytes mean nothing.</param>
/// <param name="ByteLength">Length in bytes, terminator excluded; -1 where bytes mean nothing.</param>
public readonly record struct Origin(string Source, long Record, long Line, long ByteOffset, int ByteLength);
