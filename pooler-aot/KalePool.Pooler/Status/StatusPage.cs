using System.Reflection;
using System.Text;

namespace KalePool.Pooler.Status;

/// <summary>The page, one file of its own; it asks for the figures by itself.</summary>
static class StatusPage
{
    public static string Html { get; } = Read();

    static string Read()
    {
        using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream("status.html") ?? throw new InvalidOperationException("The page is not in this executable.");
        using var reader = new StreamReader(resource, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
