using MudBlazor;

namespace KalePool.Pages.Layout;

/// <summary>Colours with a contrast of 4.5 to 1 at least, light and dark, and the reader's own fonts.</summary>
static class PoolTheme
{
    public static MudTheme Light { get; } = Make(":root");

    /// <summary>The same for who prefers dark: the block of the medium is closed by the end of its style sheet, as CSS has it.</summary>
    public static MudTheme Dark { get; } = Make("@media (prefers-color-scheme: dark) { :root");

    static MudTheme Make(string scope) => new()
    {
        PseudoCss = new PseudoCss { Scope = scope },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px" },
        Typography = new Typography { Default = new DefaultTypography { FontFamily = ["system-ui", "sans-serif"] } },
        PaletteLight = new PaletteLight
        {
            Primary = "#1b5e20", Secondary = "#37474f", Success = "#1b5e20", Error = "#b00020", Warning = "#8a4b00", Info = "#0b4f8a",
            Background = "#f6f8f5", Surface = "#ffffff", AppbarBackground = "#1b5e20", AppbarText = "#ffffff", TextPrimary = "#1a1f1a", TextSecondary = "#4a534a",
            LinesDefault = "#d5dbd3", TableLines = "#d5dbd3", TableStriped = "#f3f6f1",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#8fd694", PrimaryContrastText = "#0e150e", Secondary = "#b0bec5", SecondaryContrastText = "#0e150e", Success = "#8fd694", Error = "#ff8a80", ErrorContrastText = "#1d0a0a",
            Warning = "#ffb95c", Info = "#8ec7ff", Background = "#121712", Surface = "#1b221b", AppbarBackground = "#16301a", AppbarText = "#ffffff",
            TextPrimary = "#e7ede6", TextSecondary = "#b3beb1", LinesDefault = "#384238", TableLines = "#384238", TableStriped = "#20281f", LinesInputs = "#8b978a",
        },
    };
}
