namespace Passerelle.LegacySim;

/// <summary>SIRENE StockUniteLegale; ordinal n is unit n.</summary>
internal sealed class LegalUnitLayout(GeneratorOptions options) : IExtractLayout
{
    private const ulong Id = 1;
    private readonly Identifiers _identifiers = new(options.Seed);

    public long Capacity => Identifiers.Units;

    public bool KeyIsSiren => true;

    public string Key(long ordinal) => Siren(ordinal);

    public string Siren(long ordinal) => Identifiers.Text(_identifiers.Siren(ordinal), 9);

    public bool SpansTwoLines(long ordinal) => Shape(ordinal, out _) is (false, Quotation.TwoLines);

    public bool IsPlain(long ordinal) => !Shape(ordinal, out _).IsPerson;

    public void WriteHeader(RowBuffer row)
    {
        row.Text("siren,statutDiffusionUniteLegale,unitePurgeeUniteLegale,dateCreationUniteLegale,sigleUniteLegale,"u8);
        row.Text("sexeUniteLegale,prenom1UniteLegale,prenom2UniteLegale,prenom3UniteLegale,prenom4UniteLegale,"u8);
        row.Text("prenomUsuelUniteLegale,pseudonymeUniteLegale,identifiantAssociationUniteLegale,trancheEffectifsUniteLegale,"u8);
        row.Text("anneeEffectifsUniteLegale,dateDernierTraitementUniteLegale,nombrePeriodesUniteLegale,categorieEntreprise,"u8);
        row.Text("anneeCategorieEntreprise,dateDebut,etatAdministratifUniteLegale,nomUniteLegale,nomUsageUniteLegale,"u8);
        row.Text("denominationUniteLegale,denominationUsuelle1UniteLegale,denominationUsuelle2UniteLegale,"u8);
        row.Text("denominationUsuelle3UniteLegale,categorieJuridiqueUniteLegale,activitePrincipaleUniteLegale,"u8);
        row.Text("nomenclatureActivitePrincipaleUniteLegale,activitePrincipaleNAF25UniteLegale,nicSiegeUniteLegale,"u8);
        row.Text("economieSocialeSolidaireUniteLegale,"u8);
        if (options.MissionColumn) row.Text("societeMissionUniteLegale,"u8);
        row.Text("caractereEmployeurUniteLegale\n"u8);
    }

    public void WriteRow(RowBuffer row, long ordinal, long keyOrdinal, int revision, BrokenKind kind)
    {
        var (isPerson, quotation) = Shape(ordinal, out var random);
        isPerson &= kind == BrokenKind.Good;
        var siren = _identifiers.Siren(keyOrdinal);
        if (kind != BrokenKind.MissingKey) row.Digits(siren, 9);
        var masked = isPerson && random.OneIn(50);
        row.Text(masked ? ",P,"u8 : ",O,"u8);
        row.Byte((byte)',');
        var founded = Fields.Year(ref random);
        if (kind == BrokenKind.BadDate) row.Text(Fields.Any(Words.BadDates, ref random));
        else Fields.Date(row, founded, ref random);
        if (isPerson) WritePerson(row, masked, ref random);
        else WriteAssociation(row, ref random);
        WriteHistory(row, founded, revision, kind, ref random);
        if (isPerson) WriteSurname(row, masked, revision, ref random);
        else WriteDenomination(row, revision, kind, quotation, ref random);
        WriteActivity(row, siren, isPerson, ref random);
        if (kind != BrokenKind.Ragged) row.Text(random.OneIn(3) ? ",O"u8 : ",N"u8);
        row.Byte((byte)'\n');
    }

    private (bool IsPerson, Quotation Quotation) Shape(long ordinal, out RowRandom random)
    {
        random = new RowRandom(options.Seed, Id, ordinal);
        var quotation = Quotations.Choose(ref random, options);
        return (random.Next(5) < 2, quotation);
    }

    // sigle, sexe, prenom1-4, prenomUsuel, pseudonyme, identifiantAssociation
    private static void WritePerson(RowBuffer row, bool masked, ref RowRandom random)
    {
        var isWoman = random.OneIn(2);
        var names = isWoman ? Words.FemaleNames : Words.MaleNames;
        var first = masked ? "[ND]"u8 : Fields.Any(names, ref random);
        row.Text(masked ? ",,[ND],"u8 : isWoman ? ",,F,"u8 : ",,M,"u8);
        row.Text(first);
        row.Byte((byte)',');
        if (!masked && random.OneIn(3)) row.Text(Fields.Any(names, ref random));
        row.Text(",,,"u8);
        row.Text(first);
        row.Text(",,"u8);
    }

    private static void WriteAssociation(RowBuffer row, ref RowRandom random)
    {
        row.Text(",,,,,,,,"u8);
        row.Byte((byte)',');
        if (!random.OneIn(20)) return;
        row.Byte((byte)'W');
        row.Digits(random.Next(1_000_000_000), 9);
    }

    // trancheEffectifs, anneeEffectifs, dateDernierTraitement, nombrePeriodes, categorieEntreprise, annee, dateDebut, etat
    private static void WriteHistory(RowBuffer row, int founded, int revision, BrokenKind kind, ref RowRandom random)
    {
        var employs = random.OneIn(3);
        row.Byte((byte)',');
        row.Text(Fields.Any(Words.Headcounts, ref random));
        row.Text(employs ? ",2022,"u8 : ",,"u8);
        Fields.Date(row, 2024, ref random);
        Fields.Time(row, ref random);
        row.Byte((byte)',');
        row.Number(1 + random.Next(9) + revision);
        row.Byte((byte)',');
        if (employs) row.Text(Fields.Any(Words.Sizes, ref random));
        row.Text(employs ? ",2022,"u8 : ",,"u8);
        Fields.Date(row, Math.Min(founded + random.Next(10), 2024), ref random);
        row.Text(kind == BrokenKind.UnknownCode ? ",Z"u8 : random.OneIn(5) ? ",C"u8 : ",A"u8);
    }

    // nom, nomUsage, denomination, denominationUsuelle1-3
    private static void WriteSurname(RowBuffer row, bool masked, int revision, ref RowRandom random)
    {
        var surname = Fields.Any(Words.Surnames, revision, ref random);
        row.Byte((byte)',');
        row.Text(masked ? "[ND]"u8 : surname);
        row.Text(",,,"u8);
        if (!masked && random.OneIn(12)) row.Text(Fields.Any(Words.Trades, ref random));
        row.Text(",,"u8);
    }

    private void WriteDenomination(RowBuffer row, int revision, BrokenKind kind, Quotation quotation, ref RowRandom random)
    {
        row.Text(",,,"u8);
        Fields.CompanyName(row, revision, kind, quotation, options.OverLongBytes, ref random);
        row.Text(",,,"u8);
    }

    // categorieJuridique, activitePrincipale, nomenclature, NAF25, nicSiege, economieSocialeSolidaire, societeMission
    private void WriteActivity(RowBuffer row, long siren, bool isPerson, ref RowRandom random)
    {
        var activity = Fields.Any(Words.Activities, ref random);
        row.Byte((byte)',');
        row.Text(isPerson ? "1000"u8 : Fields.Any(Words.LegalForms, ref random));
        row.Byte((byte)',');
        row.Text(activity);
        row.Text(",NAFRev2,"u8);
        row.Text(activity);
        row.Byte((byte)',');
        row.Digits(Identifiers.Nic(siren, 1), 5);
        row.Text(isPerson ? ","u8 : random.OneIn(15) ? ",O"u8 : ",N"u8);
        if (options.MissionColumn) row.Text(isPerson ? ","u8 : random.OneIn(200) ? ",O"u8 : ",N"u8);
    }
}
