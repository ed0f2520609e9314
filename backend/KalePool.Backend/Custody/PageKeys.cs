using System.Globalization;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace KalePool.Backend.Custody;

/// <summary>
/// The keys that seal cookies and forms: made from the master keys, so that every node has the same ones and none lies on a disk. While keys are rotated both open,
/// and what was sealed under a key that is gone opens nothing.
/// </summary>
sealed class PageKeys(MasterKeys masters) : IXmlRepository
{
    const string Purpose = "kalepool pages v1";
    const int IdBytes = 16;

    static readonly DateTimeOffset Since = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly DateTimeOffset Until = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The present one is the newest: it seals.</summary>
    public IReadOnlyCollection<XElement> GetAllElements() => [.. masters.All.Select((master, older) => Element(master, Since.AddDays(-older)))];

    /// <exception cref="NotSupportedException">Always: keys are made from the master keys alone.</exception>
    public void StoreElement(XElement element, string friendlyName) => throw new NotSupportedException("keys of pages are made from the master keys");

    /// <summary>A key as the framework writes one down; 512 bits, half to encrypt and half to sign.</summary>
    static XElement Element(MasterKey master, DateTimeOffset since) => new(
        "key",
        new XAttribute("id", new Guid(master.Derive(Purpose + " id").AsSpan(0, IdBytes)).ToString("D")),
        new XAttribute("version", "1"),
        new XElement("creationDate", Text(since)),
        new XElement("activationDate", Text(since)),
        new XElement("expirationDate", Text(Until)),
        new XElement(
            "descriptor",
            new XAttribute("deserializerType", typeof(AuthenticatedEncryptorDescriptorDeserializer).AssemblyQualifiedName!),
            new XElement(
                "descriptor",
                new XElement("encryption", new XAttribute("algorithm", "AES_256_CBC")),
                new XElement("validation", new XAttribute("algorithm", "HMACSHA256")),
                new XElement("masterKey", new XElement("value", Convert.ToBase64String([.. master.Derive(Purpose + " encrypt"), .. master.Derive(Purpose + " sign")]))))));

    static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
