namespace Passerelle.LegacySim;

/// <summary>URSSAF debits, semicolons; ordinals 4n to 4n + 3 are four quarters of the account of unit n.</summary>
internal sealed class DebitLayout(GeneratorOptions options) : IExtractLayout
{
    private const ulong Id = 3;
    private const int PerUnit = 4;
    private readonly Identifiers _identifiers = new(options.Seed);

    public long Capacity => Identifiers.Units * PerUnit;

    public bool KeyIsSiren => false;

    /// <summary>Account, period, entry and history number, with semicolons between.</summary>
    public string Key(long ordinal)
    {
        var row = new RowBuffer(64);
        WriteAccount(row, ordinal);
        row.Byte((byte)';');
        WritePeriod(row, ordinal);
        row.Byte((byte)';');
        WriteEntry(row, ordinal);
        return System.Text.Encoding.ASCII.GetString(row.Written);
    }

    public string Siren(long ordinal) => Identifiers.Text(_identifiers.Siren(ordinal / PerUnit), 9);

    // The layout has no text that could hold a line feed.
    public bool SpansTwoLines(long ordinal) => false;

    public bool IsPlain(long ordinal) => true;

    public void WriteHeader(RowBuffer row) => row.Text(
        "Urssaf_gestion;Dep;num_cpte;Siren;Siret;Dt_immat;Etat_cpte;Cd_pro_col;Periode;Num_Ecn;Num_Hist_Ecn;"u8
            + "Dt_trt_ecn;Mt_PO;Mt_PP;Cd_op_ecn;Motif_ecn;Recours_en_cours\n"u8);

    public void WriteRow(RowBuffer row, long ordinal, long keyOrdinal, int revision, BrokenKind kind)
    {
        var random = new RowRandom(options.Seed, Id, ordinal);
        row.Digits(100 + random.Next(900), 3);
        row.Byte((byte)';');
        row.Digits(1 + random.Next(95), 2);
        row.Byte((byte)';');
        if (kind != BrokenKind.MissingKey) WriteAccount(row, keyOrdinal);
        WriteCompany(row, keyOrdinal, kind, ref random);
        WritePeriod(row, keyOrdinal);
        row.Byte((byte)';');
        WriteEntry(row, keyOrdinal);
        row.Byte((byte)';');
        WriteTreated(row, kind, ref random);
        WriteAmounts(row, revision, ref random);
        WriteReason(row, kind, ref random);
        if (kind != BrokenKind.Ragged) row.Text(random.OneIn(20) ? ";1"u8 : ";0"u8);
        row.Byte((byte)'\n');
    }

    private void WriteAccount(RowBuffer row, long ordinal)
    {
        row.Digits(117, 3);
        row.Digits(_identifiers.Siren(ordinal / PerUnit), 9);
        row.Digits(ordinal / PerUnit % 1_000_000, 6);
    }

    private static void WritePeriod(RowBuffer row, long ordinal)
    {
        row.Digits(2015 + ordinal / PerUnit % 8, 4);
        row.Digits(3 + ordinal % PerUnit * 3, 2);
    }

    private static void WriteEntry(RowBuffer row, long ordinal)
    {
        row.Digits(100 + ordinal % 900, 3);
        row.Byte((byte)';');
        row.Number(1 + ordinal % 9);
    }

    // Siren, Siret, Dt_immat, Etat_cpte, Cd_pro_col
    private void WriteCompany(RowBuffer row, long keyOrdinal, BrokenKind kind, ref RowRandom random)
    {
        var siren = _identifiers.Siren(keyOrdinal / PerUnit);
        row.Byte((byte)';');
        row.Digits(siren, 9);
        row.Byte((byte)';');
        row.Digits(siren, 9);
        row.Digits(Identifiers.Nic(siren, 1), 5);
        row.Byte((byte)';');
        row.Digits(1980 + random.Next(35), 4);
        row.Digits(1 + random.Next(12), 2);
        row.Digits(1 + random.Next(28), 2);
        row.Byte((byte)';');
        row.Byte(kind == BrokenKind.UnknownCode ? (byte)'Z' : (byte)('1' + random.Next(5)));
        row.Byte((byte)';');
        row.Number(random.Next(5));
        row.Byte((byte)';');
    }

    // The URSSAF date: year less 1900, month, day.
    private static void WriteTreated(RowBuffer row, BrokenKind kind, ref RowRandom random)
    {
        if (kind == BrokenKind.BadDate)
        {
            row.Text(Fields.Any(Words.BadDates, ref random));
            return;
        }

        row.Digits(115 + random.Next(10), 3);
        row.Digits(1 + random.Next(12), 2);
        row.Digits(1 + random.Next(28), 2);
    }

    private static void WriteAmounts(RowBuffer row, int revision, ref RowRandom random)
    {
        row.Byte((byte)';');
        row.Number(random.Next(900_000) + revision);
        row.Byte((byte)';');
        row.Number(random.Next(300_000));
        row.Byte((byte)';');
        row.Number(1 + random.Next(9));
        row.Byte((byte)';');
    }

    private void WriteReason(RowBuffer row, BrokenKind kind, ref RowRandom random)
    {
        var isQuoted = kind == BrokenKind.Good && options.Quoting && random.OneIn(64);
        Span<byte> reason = [(byte)('1' + random.Next(9)), (byte)('0' + random.Next(10))];
        if (isQuoted) row.Byte((byte)'"');
        TextDamage.Write(row, reason, kind, options.OverLongBytes);
        if (isQuoted) row.Byte((byte)'"');
    }
}
