using Akka.Configuration;
using Akka.Hosting;
using Akka.Persistence.Sql;
using Akka.Persistence.Sql.Config;
using LinqToDB;

namespace KalePool.Actors.Hosting;

/// <summary>The journal in the pool's own database, by Akka.Persistence.Sql.</summary>
public static class SqlJournalHosting
{
    const string JournalId = "akka.persistence.journal.sql";
    const string QueryId = "akka.persistence.query.journal.sql";
    const string SnapshotsId = "akka.persistence.snapshot-store.sql";

    /// <param name="options">Connection and provider.</param>
    /// <param name="providerName">linq2db's name of the provider. It must stand in the configuration too, or the journal's unique constraint is silently left out.</param>
    public static AkkaConfigurationBuilder AddSqlJournal(this AkkaConfigurationBuilder builder, DataOptions options, string providerName)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var setup = new MultiDataOptionsSetup();
        foreach (var id in new[] { JournalId, QueryId, SnapshotsId }) setup.AddDataOptions(id, options);
        return builder
            .AddSetup(setup)
            .AddHocon(Configuration(providerName), HoconAddMode.Prepend)
            .AddHocon(SqlPersistence.DefaultConfiguration, HoconAddMode.Append);
    }

    static Config Configuration(string providerName) => ConfigurationFactory.ParseString($$"""
        akka.persistence {
          journal {
            plugin = "{{JournalId}}"
            sql {
              provider-name = "{{providerName}}"
              auto-initialize = on
              tag-write-mode = Csv
            }
          }
          query.journal.sql {
            provider-name = "{{providerName}}"
            tag-read-mode = Csv
            refresh-interval = 100ms
            journal-sequence-retrieval.query-delay = 100ms
          }
          snapshot-store {
            plugin = "{{SnapshotsId}}"
            sql {
              provider-name = "{{providerName}}"
              auto-initialize = on
            }
          }
        }
        """);
}
