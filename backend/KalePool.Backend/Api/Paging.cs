using KalePool.Backend.ReadModel.Queries;

namespace KalePool.Backend.Api;

/// <summary>What a caller says of the page that he wants.</summary>
static class Paging
{
    /// <summary>Rows a page.</summary>
    public const int Most = 100;

    const string EarlierAnswers = "next_cursor of an earlier answer expected";

    /// <exception cref="ApiException">Not a number of rows that is answered.</exception>
    public static int Limit(int? limit, int most = Most) => (limit ?? most) is var rows && rows >= 1 && rows <= most ? rows : throw ApiException.Invalid("limit", $"1 to {most} expected");

    /// <exception cref="ApiException">Not a cursor.</exception>
    public static Cursor After(string? cursor) => cursor is null ? Cursor.First : Cursor.TryParse(cursor) ?? throw ApiException.Invalid("cursor", EarlierAnswers);

    /// <inheritdoc cref="After"/>
    public static StatementCursor AfterLine(string? cursor) => cursor is null ? StatementCursor.First : StatementCursor.TryParse(cursor) ?? throw ApiException.Invalid("cursor", EarlierAnswers);

    /// <summary>A position in a journal.</summary>
    /// <inheritdoc cref="After"/>
    public static long Position(string? cursor, long first) => cursor is null ? first
        : long.TryParse(cursor, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var position) ? position
        : throw ApiException.Invalid("cursor", EarlierAnswers);
}
