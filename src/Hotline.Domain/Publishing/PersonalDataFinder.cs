using Hotline.Domain.Search;

namespace Hotline.Domain.Publishing;

/// <summary>
/// Finds the personal data of private persons in Chinese or English text, by shape and by the words around it.
/// <para>
/// Left alone on purpose, because the public may or should read it: heads of public offices by title (张局长, 李书记),
/// hotlines and company lines (12345, 96110, 400…, a landline after 热线 or 咨询电话), a building or street number
/// without the household (12号楼, 和平路12号), chat groups, numbers of tickets, documents, orders and companies.
/// </para>
/// Time grows linearly with the text. Pure and thread-safe.
/// </summary>
public static class PersonalDataFinder
{
    /// <summary>Finds personal data.</summary>
    /// <param name="text">Any text; null counts as empty.</param>
    /// <param name="known">What is known of the persons concerned.</param>
    /// <returns>Spans in order, none overlapping another; where two kinds overlapped, the longer one names the kind.</returns>
    public static IReadOnlyList<PersonalSpan> Find(string? text, KnownPersonalData? known = null)
    {
        if (string.IsNullOrEmpty(text)) return [];
        var chinese = Replacements.InChinese(text);
        return [.. Merged(FindAll(text, known ?? new KnownPersonalData()))
            .Select(f => new PersonalSpan(f.Kind, f.Start, f.End - f.Start, Replacements.For(f, chinese)))];
    }

    /// <summary>The full names in a text, as written; a family name before a form of address is none.</summary>
    public static IEnumerable<string> NamesIn(string text) =>
        Find(text).Where(s => s.Kind == PersonalDataKind.Name && s.Length > 1).Select(s => text.Substring(s.Start, s.Length)).Distinct();

    /// <summary>All finds of all kinds, overlapping and in no order.</summary>
    internal static List<Found> FindAll(string text, KnownPersonalData known)
    {
        // Folding changes characters, never their number: offsets stay those of the text.
        var folded = SpelledDigits.Fold(FullWidth.Fold(text));
        var found = new List<Found>();
        AddKnown(folded, known.Addresses, 3, PersonalDataKind.Address, found);
        AddKnown(folded, known.Names, 2, PersonalDataKind.Name, found);
        NumberFinder.Find(folded, known.Phones, found);
        AccountFinder.Find(folded, found);
        PassportFinder.Find(folded, found);
        PlateFinder.Find(folded, found);
        RoomFinder.Find(folded, found);
        NameFinder.Find(folded, found);
        foreach (var number in known.TicketNumbers) Spare(folded, number, found);
        return found;
    }

    private static void Spare(string text, string number, List<Found> found)
    {
        for (var at = text.IndexOf(number, StringComparison.Ordinal); number.Length > 0 && at >= 0; at = text.IndexOf(number, at + number.Length, StringComparison.Ordinal))
            found.RemoveAll(f => f.Start >= at && f.End <= at + number.Length);
    }

    /// <summary>Overlapping finds become one, so that no part of either shows; the longer one names the kind.</summary>
    internal static List<Found> Merged(List<Found> found)
    {
        var merged = new List<Found>();
        foreach (var next in found.OrderBy(f => f.Start).ThenByDescending(f => f.End))
        {
            if (merged.Count == 0 || next.Start >= merged[^1].End)
            {
                merged.Add(next);
                continue;
            }

            var last = merged[^1];
            var kind = next.End - next.Start > last.End - last.Start ? next.Kind : last.Kind;
            merged[^1] = new Found(last.Start, Math.Max(last.End, next.End), kind);
        }

        return merged;
    }

    private static void AddKnown(string text, IReadOnlyList<string> values, int shortest, PersonalDataKind kind, List<Found> found)
    {
        foreach (var value in values.Select(v => FullWidth.Fold(v).Trim()).Where(v => v.Length >= shortest))
        {
            for (var at = 0; (at = text.IndexOf(value, at, StringComparison.OrdinalIgnoreCase)) >= 0; at += value.Length)
                found.Add(new Found(at, at + value.Length, kind));
        }
    }
}
