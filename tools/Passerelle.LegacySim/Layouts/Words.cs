using System.Text;

namespace Passerelle.LegacySim;

/// <summary>The words and codes that rows are made of, encoded once; each list has at least 20,
/// so that a revision changes the word.</summary>
internal static class Words
{
    public static readonly byte[][] Surnames = Encode(
        "MARTIN|BERNARD|THOMAS|PETIT|ROBERT|RICHARD|DURAND|DUBOIS|MOREAU|LAURENT|SIMON|MICHEL|LEFÈVRE|LEROY|ROUX|DAVID|BERTRAND|MOREL|"
            + "FOURNIER|GIRARD|BONNET|DUPONT|LAMBERT|FONTAINE|ROUSSEAU|VINCENT|MÜLLER|FAURE|ANDRÉ|MERCIER|BLANC|GUÉRIN|BOYER|GARNIER|"
            + "FRANÇOIS|LEGRAND|GAUTHIER|GARCIA|PERRIN|ROBIN|CLÉMENT|MORIN|D'HAUTEVILLE|LE GOFF|BEN AMAR|N'GUYEN|SAINT-PÉ|LÉVÊQUE|NOËL|"
            + "DE LA TOUR");
    public static readonly byte[][] FemaleNames = Encode(
        "MARIE|JEANNE|FRANÇOISE|MONIQUE|CATHERINE|NATHALIE|ISABELLE|HÉLÈNE|JOËLLE|ANNE-SOPHIE|LÉA|CHLOÉ|ZOÉ|INÈS|AGNÈS|CÉLINE");
    public static readonly byte[][] MaleNames = Encode(
        "JEAN|PIERRE|MICHEL|ANDRÉ|PHILIPPE|RENÉ|LOUIS|FRANÇOIS|JOËL|JEAN-BAPTISTE|HUGO|LÉO|GAËL|RÉMI|JÉRÔME|NICOLAS");
    public static readonly byte[][] Trades = Encode(
        "BOULANGERIE|GARAGE|CRÊPERIE|MENUISERIE|TRANSPORTS|ÉLECTRICITÉ|PLOMBERIE|MAÇONNERIE|SCIERIE|LIBRAIRIE|PHARMACIE|PÂTISSERIE|"
            + "HÔTEL|CAFÉ DE L'ŒUVRE|CHÂTEAU|SOCIÉTÉ NOUVELLE|IMMOBILIÈRE|CONSEIL|PÉPINIÈRES|ATELIERS|MÉCANIQUE|ÉTABLISSEMENTS|COMPTOIR|"
            + "COOPÉRATIVE");
    public static readonly byte[][] Towns = Encode(
        "LYON|MARSEILLE|NANTES|SAINT-ÉTIENNE|ORLÉANS|NÎMES|BESANÇON|BÉZIERS|L'HAŸ-LES-ROSES|LE MANS|RENNES|LILLE|DIJON|PAU|TROYES|VALENCE");
    public static readonly byte[][] TownCodes = Encode(
        "69123|13055|44109|42218|45234|30189|25056|34032|94038|72181|35238|59350|21231|64445|10387|26362");
    public static readonly byte[][] PostCodes = Encode(
        "69003|13001|44000|42000|45000|30000|25000|34500|94240|72000|35000|59000|21000|64000|10000|26000");
    public static readonly byte[][] StreetTypes = Encode("RUE|AV|BD|CHE|PL|IMP|ALL|RTE|QUAI|HAM");
    public static readonly byte[][] Streets = Encode(
        "DE L'ÉGLISE|VICTOR HUGO|DES LILAS|DE LA RÉPUBLIQUE|DU GÉNÉRAL DE GAULLE|JEAN JAURÈS|DES ÉCOLES|PASTEUR|DU MOULIN|DE LA GARE|"
            + "DES CHÊNES|DU CHÂTEAU|SAINT-MARTIN|DE VERDUN|DE LA FORÊT|DES PRÉS");
    public static readonly byte[][] Activities = Encode(
        "10.71C|45.20A|56.10A|43.32A|49.41A|43.21A|43.22A|43.99C|16.10A|47.61Z|47.73Z|55.10Z|68.20B|70.22Z|01.30Z|62.01Z|86.21Z|96.02A|"
            + "41.20A|47.11B");
    public static readonly byte[][] LegalForms = Encode("5710|5499|5720|6540|9220|5599|5202|6599");
    public static readonly byte[][] Headcounts = Encode("NN|00|01|02|03|11|12|21|22|31|32|41|42|51|52|53");
    public static readonly byte[][] Sizes = Encode("PME|PME|PME|PME|PME|PME|ETI|GE");
    public static readonly byte[][] BadDates = Encode("2019-02-30|invalid_date|31/12/2019|2021-13-01");

    private static byte[][] Encode(string words) => [.. words.Split('|').Select(Encoding.UTF8.GetBytes)];
}
