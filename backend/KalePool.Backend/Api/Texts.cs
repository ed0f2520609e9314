namespace KalePool.Backend.Api;

/// <summary>Texts that people write and others read, in journal, tables and pages.</summary>
static class Texts
{
    /// <summary>Nothing but characters that are shown: no control and no format characters, no halves of any.</summary>
    public static bool CanBeKept(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) i++;
            else if (char.GetUnicodeCategory(text[i]) is System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.Surrogate) return false;
        }
        return true;
    }
}
