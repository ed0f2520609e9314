using Akka.Configuration;
using Akka.Hosting;
using Akka.Persistence.Sql;
using Akka.Persistence.Sql.Config;
using KalePool.Actors.Journal;
using LinqToDB;

namespace KalePool.Actors.Hosting;

/// <summary>The journal in the pool's own database, by Akka.Persistence.Sql, its events linked.</summary>
public static class SqlJournalHosting
{
    internal const string JournalId = "akka.persistence.journal.sql";
    const string QueryId = "akka.persistence.query.journal.sql";
    const string SnapshotsId = "akka.persistence.snapshot-store.sql";

    /// <summary>How often a reader looks again at ordering ids that are missing, and how many times before it passes over them for ever.</summary>
    const int GapLooks = 100;
    static readonly TimeSpan GapLook = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// PostgreSQL shows ordering ids in the order of commits, not of the ids. A reader that finds one missing waits this long for it: no
    /// transaction of the journal may take longer.
    /// </summary>
    public static TimeSpan GapPatience => GapLook * GapLooks;

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

    /// <remarks>
    /// The replay filter is off: it takes what a node writes after an entity has come back to it for the word of a writer who was replaced,
    /// and leaves out events that were committed and answered. Two histories of one entity are kept apart by the unique constraint instead.
    /// A snapshot that cannot be read is passed over: all events are there.
    /// </remarks>
    static Config Configuration(string providerName) => ConfigurationFactory.ParseString($$"""
        akka.persistence {
          journal {
            plugin = "{{JournalId}}"
            sql {
              class = "{{typeof(LinkedJournal).FullName}}, {{typeof(LinkedJournal).Assembly.GetName().Name}}"
              provider-name = "{{providerName}}"
              auto-initialize = off
              tag-write-mode = Csv
              replay-filter.mode = off
            }
          }
          query.journal.sql {
            provider-name = "{{providerName}}"
            tag-read-mode = Csv
            refresh-interval = 100ms
            journal-sequence-retrieval {
              query-delay = {{GapLook.TotalMilliseconds}}ms
              max-tries = {{GapLooks}}
            }
          }
          snapshot-store {
            plugin = "{{SnapshotsId}}"
            sql {
              provider-name = "{{providerName}}"
              auto-initialize = off
              snapshot-is-optional = true
            }
          }
        }
        """);
}
