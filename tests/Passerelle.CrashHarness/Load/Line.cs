using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace Passerelle.CrashHarness.Load;

/// <summary>What is wrong with a line; <see cref="None"/> is nothing.</summary>
internal enum Damage
{
    None,
    Ragged,
    UnclosedQuote,
    QuoteInside,
    InvalidBytes,
    Nul,
    BadDate,
    UnknownCode,
    MissingKey,
    DuplicateKey,
    OverLongField,
}

/// <summary>One line of a delivery, with what the harness knows about it: nothing here asks the product.</summary>
/// <param name="Key">The key that stands in it, even if damage hides it; empty when it is missing.</param>
/// <param name="Revision">Decides the content, with the key.</param>
/// <param name="Code">The code of its status.</param>
internal sealed record Line(string Key, int Revision, char Code, Damage Damage)
{
    public const string Header = "id,rev,name,amount,date,code,note";

    /// <summary>Longer than the flows allow a field to be.</summary>
    private const int OverLong = 400;

    /// <summary>The value that consumers must see, as <see cref="ModelValue"/> writes it.</summary>
    public string Value => string.Create(CultureInfo.InvariantCulture,
        $"{Key}|{Revision}|{Name}|{Cents / 100m:0.00}|{Date:yyyy-MM-dd}|{ModelValue.Status(Code)}");

    /// <summary>Nobody can tell whose line it is: deletions of the same extract must wait.</summary>
    public bool HidesKey => Damage is Damage.MissingKey or Damage.Ragged;

    /// <summary>The record itself is sound; what fails is its mapping.</summary>
    public bool FailsInMapping => Damage is Damage.BadDate or Damage.UnknownCode;

    private string Name => $"NAME {Key} {Revision}";

    private long Cents => (long)(Hash % 10_000_000);

    private DateOnly Date => new DateOnly(2000, 1, 1).AddDays((int)(Hash % 9000));

    private ulong Hash => XxHash64.HashToUInt64(Encoding.UTF8.GetBytes($"{Key}/{Revision}"));

    /// <summary>As it stands in the file, without the line's end.</summary>
    public byte[] Bytes()
    {
        var name = Damage switch
        {
            Damage.UnclosedQuote => "\"" + Name,
            Damage.QuoteInside => Name + " \"BIS",
            Damage.InvalidBytes => Name + " \u00e9TOILE",
            Damage.Nul => Name + "\0SUITE",
            Damage.OverLongField => Name.PadRight(OverLong, 'X'),
            _ => Name,
        };
        var id = Damage == Damage.MissingKey ? "" : Key;
        var date = Damage == Damage.BadDate ? "31/02/2021" : Date.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
        var text = string.Create(CultureInfo.InvariantCulture, $"{id},{Revision},{name},{Cents},{date},{Code}");
        if (Damage != Damage.Ragged) text += ",x";

        // One byte a character: the file is plain ASCII but for the byte that is no UTF-8.
        return Encoding.Latin1.GetBytes(text);
    }
}
