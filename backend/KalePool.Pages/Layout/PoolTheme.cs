using MudBlazor;

namespace KalePool.Pages.Layout;

/// <summary>Colours with a contrast of 4.5 to 1 at least, light and dark, and the reader's own fonts.</summary>
static class PoolTheme
{
    /// <summary>The light ones; what they are for who prefers dark stands in pool.css, for which one it is the browser knows and the server does not.</summary>
    public static MudTheme Light { get; } = new()
    {
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px" },
        Typography = new Typography { Default = new DefaultTypography { FontFamily = ["system-ui", "sans-serif"] } },
        PaletteLight = new PaletteLight
        {
            Primary = "#1b5e20",
            Secondary = "#37474f",
            Success = "#1b5e20",
            Error = "#b00020",
            Warning = "#8a4b00",
            Info = "#0b4f8a",
            Background = "#f6f8f5",
            Surface = "#ffffff",
            AppbarBackground = "#1b5e20",
            AppbarText = "#ffffff",
            TextPrimary = "#1a1f1a",
            TextSecondary = "#4a534a",
            LinesDefault = "#d5dbd3",
            TableLines = "#d5dbd3",
            TableStriped = "#f3f6f1",
        },
    };
}
