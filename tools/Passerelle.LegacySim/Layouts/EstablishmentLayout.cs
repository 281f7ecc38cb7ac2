namespace Passerelle.LegacySim;

/// <summary>SIRENE StockEtablissement with the geographic columns; ordinals 2n and 2n + 1 belong to unit n,
/// the first is its seat.</summary>
internal sealed class EstablishmentLayout(GeneratorOptions options) : IExtractLayout
{
    private const ulong Id = 2;
    private readonly Identifiers _identifiers = new(options.Seed);

    public long Capacity => Identifiers.Units * 2;

    public bool KeyIsSiren => false;

    public string Key(long ordinal)
    {
        var siren = _identifiers.Siren(ordinal / 2);
        return Identifiers.Text(siren * 100_000 + Nic(siren, ordinal), 14);
    }

    public string Siren(long ordinal) => Identifiers.Text(_identifiers.Siren(ordinal / 2), 9);

    public bool SpansTwoLines(long ordinal) => Shape(ordinal, out _) == Quotation.TwoLines;

    public bool IsPlain(long ordinal) => true;

    public void WriteHeader(RowBuffer row)
    {
        row.Text("siren,nic,siret,statutDiffusionEtablissement,dateCreationEtablissement,trancheEffectifsEtablissement,"u8);
        row.Text("anneeEffectifsEtablissement,activitePrincipaleRegistreMetiersEtablissement,dateDernierTraitementEtablissement,"u8);
        row.Text("etablissementSiege,nombrePeriodesEtablissement,complementAdresseEtablissement,numeroVoieEtablissement,"u8);
        row.Text("indiceRepetitionEtablissement,typeVoieEtablissement,libelleVoieEtablissement,codePostalEtablissement,"u8);
        row.Text("libelleCommuneEtablissement,libelleCommuneEtrangerEtablissement,distributionSpecialeEtablissement,"u8);
        row.Text("codeCommuneEtablissement,codeCedexEtablissement,libelleCedexEtablissement,codePaysEtrangerEtablissement,"u8);
        row.Text("libellePaysEtrangerEtablissement,complementAdresse2Etablissement,numeroVoie2Etablissement,"u8);
        row.Text("indiceRepetition2Etablissement,typeVoie2Etablissement,libelleVoie2Etablissement,codePostal2Etablissement,"u8);
        row.Text("libelleCommune2Etablissement,libelleCommuneEtranger2Etablissement,distributionSpeciale2Etablissement,"u8);
        row.Text("codeCommune2Etablissement,codeCedex2Etablissement,libelleCedex2Etablissement,codePaysEtranger2Etablissement,"u8);
        row.Text("libellePaysEtranger2Etablissement,dateDebut,etatAdministratifEtablissement,enseigne1Etablissement,"u8);
        row.Text("enseigne2Etablissement,enseigne3Etablissement,denominationUsuelleEtablissement,activitePrincipaleEtablissement,"u8);
        row.Text("nomenclatureActivitePrincipaleEtablissement,caractereEmployeurEtablissement,longitude,latitude,geo_score,"u8);
        row.Text("geo_type,geo_adresse,geo_id,geo_ligne,geo_l4,geo_l5\n"u8);
    }

    public void WriteRow(RowBuffer row, long ordinal, long keyOrdinal, int revision, BrokenKind kind)
    {
        var quotation = Shape(ordinal, out var random);
        WriteKey(row, keyOrdinal, kind);
        row.Text(",O,"u8);
        if (kind == BrokenKind.BadDate) row.Text(Fields.Any(Words.BadDates, ref random));
        else Fields.Date(row, Fields.Year(ref random), ref random);
        row.Byte((byte)',');
        row.Text(Fields.Any(Words.Headcounts, ref random));
        row.Text(",2022,,"u8);
        Fields.Date(row, 2024, ref random);
        Fields.Time(row, ref random);
        row.Text(keyOrdinal % 2 == 0 ? ",true,"u8 : ",false,"u8);
        row.Number(1 + random.Next(9) + revision);
        WriteAddress(row, ref random);
        row.Repeat((byte)',', 19); // the foreign and the second address stay empty, as in most real rows
        Fields.Date(row, Fields.Year(ref random), ref random);
        row.Text(kind == BrokenKind.UnknownCode ? ",Z,"u8 : random.OneIn(5) ? ",F,"u8 : ",A,"u8);
        Fields.CompanyName(row, revision, kind, quotation, options.OverLongBytes, ref random);
        row.Text(",,,,"u8);
        row.Text(Fields.Any(Words.Activities, ref random));
        row.Text(random.OneIn(3) ? ",NAFRev2,O"u8 : ",NAFRev2,N"u8);
        WritePlace(row, kind, ref random);
    }

    private Quotation Shape(long ordinal, out RowRandom random)
    {
        random = new RowRandom(options.Seed, Id, ordinal);
        return Quotations.Choose(ref random, options);
    }

    private static long Nic(long siren, long ordinal) => Identifiers.Nic(siren, ordinal % 2 == 0 ? 1 : 2);

    private void WriteKey(RowBuffer row, long keyOrdinal, BrokenKind kind)
    {
        var siren = _identifiers.Siren(keyOrdinal / 2);
        var nic = Nic(siren, keyOrdinal);
        row.Digits(siren, 9);
        row.Byte((byte)',');
        row.Digits(nic, 5);
        row.Byte((byte)',');
        if (kind == BrokenKind.MissingKey) return;
        row.Digits(siren, 9);
        row.Digits(nic, 5);
    }

    // complementAdresse to codeCommune
    private static void WriteAddress(RowBuffer row, ref RowRandom random)
    {
        var town = random.Next(Words.Towns.Length);
        row.Text(",,"u8);
        row.Number(1 + random.Next(200));
        row.Text(random.OneIn(10) ? ",B,"u8 : ",,"u8);
        row.Text(Fields.Any(Words.StreetTypes, ref random));
        row.Byte((byte)',');
        row.Text(Fields.Any(Words.Streets, ref random));
        row.Byte((byte)',');
        row.Text(Words.PostCodes[town]);
        row.Byte((byte)',');
        row.Text(Words.Towns[town]);
        row.Text(",,,"u8);
        row.Text(Words.TownCodes[town]);
    }

    // longitude to geo_l5
    private static void WritePlace(RowBuffer row, BrokenKind kind, ref RowRandom random)
    {
        row.Byte((byte)',');
        row.Number(random.Next(7));
        row.Byte((byte)'.');
        row.Digits(random.Next(1_000_000), 6);
        row.Byte((byte)',');
        row.Number(43 + random.Next(7));
        row.Byte((byte)'.');
        row.Digits(random.Next(1_000_000), 6);
        row.Text(",0."u8);
        row.Digits(50 + random.Next(50), 2);
        row.Text(",housenumber,,,G,"u8);
        if (kind != BrokenKind.Ragged) row.Byte((byte)',');
        row.Byte((byte)'\n');
    }
}
