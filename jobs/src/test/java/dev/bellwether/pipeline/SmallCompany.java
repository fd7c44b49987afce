package dev.bellwether.pipeline;

import dev.bellwether.ingest.IngestedBatch;
import dev.bellwether.platform.config.Configuration;
import dev.bellwether.platform.warehouse.Warehouse;
import dev.bellwether.publish.Manifest;
import dev.bellwether.publish.Publications;
import dev.bellwether.publish.Published;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** A handful of accounts in raw files, and runs of the whole pipeline on them. */
final class SmallCompany {
  private static final Path CONF = Path.of("src/test/resources/small-company");

  private final Path folder;
  private Path conf = CONF;

  SmallCompany(Path folder) {
    this.folder = folder;
    file(
        "accounts.csv",
        "account_id,account_name,segment,created_on",
        "a,Alpha,smb,2025-11-01",
        "b,Beta,smb,2025-11-01",
        "c,Gamma,enterprise,2025-11-01",
        "d,Delta,smb,2025-11-01");
    file(
        "subscriptions.csv",
        "subscription_id,account_id,start_date,end_date,renewal_date,term_months,auto_renew,seats,mrr",
        "s1,a,2025-11-01,,2026-03-01,4,true,10,100.50",
        "s2,b,2025-11-01,2026-01-15,,1,false,5,20",
        "s3,c,2025-11-01,,2026-11-01,12,true,50,1000",
        "s4,d,2025-11-10,,2026-02-10,3,false,2,30");
    file(
        "tickets.csv",
        "ticket_id,account_id,created_at,first_response_at,first_solved_at,last_solved_at,csat_score",
        "t1,a,2025-12-05T10:00:00Z,2025-12-05T11:00:00Z,2025-12-06T10:00:00Z,2025-12-06T10:00:00Z,4",
        "t2,c,2026-01-20T10:00:00Z,2026-01-21T11:00:00Z,2026-02-06T10:00:00Z,2026-02-06T10:00:00Z,1");
    file(
        "invoices.csv",
        "invoice_id,account_id,issued_on,due_on,amount,paid_on",
        "i1,a,2025-12-01,2025-12-15,100.50,2025-12-14",
        "i2,a,2026-01-01,2026-01-15,100.50,2026-02-20",
        "i3,c,2026-01-01,2026-01-31,1000,");
    usage("2025-12", "2025-12-03", "2026-01-08", "2026-01-25", "2026-02-10");
  }

  /** A usage file: an event of user u1 of each account on each day, arrived on its day. */
  SmallCompany usage(String name, String... days) {
    StringBuilder rows =
        new StringBuilder("event_id,account_id,user_id,occurred_at,feature,arrived_on");
    for (String day : days) {
      for (String account : List.of("a", "c", "d")) {
        rows.append(
            "\n%s-%s-%s,%s,u1,%sT09:00:00Z,login,%s"
                .formatted(name, account, day, account, day, day));
      }
    }
    return file("usage/" + name + ".csv", rows.toString());
  }

  /** From now on the mapping leaves out the usage of all accounts but one. */
  SmallCompany onlyUsageOf(String account) {
    try {
      String source = Files.readString(CONF.resolve("sources/small/source.yaml"));
      conf = folder.resolve("conf");
      Files.createDirectories(conf.resolve("sources/small"));
      Files.writeString(
          conf.resolve("sources/small/source.yaml"),
          source.replace("FROM usage}", "FROM usage WHERE account_id = '" + account + "'}"));
      for (Path other : List.of(CONF.resolve("scorecards"), CONF.resolve("bellwether.yaml"))) {
        copy(other, conf.resolve(other.getFileName().toString()));
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    if (Files.isDirectory(from)) {
      Files.createDirectories(to);
      try (Stream<Path> files = Files.list(from)) {
        for (Path file : files.toList()) {
          copy(file, to.resolve(file.getFileName().toString()));
        }
      }
    } else if (Files.exists(from)) {
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** The mapping knows accounts and tickets only, so few tables are made. */
  SmallCompany onlyHelpDesk() {
    conf = Path.of("src/test/resources/help-desk");
    return this;
  }

  /** The mapping is as it was again. */
  SmallCompany allUsage() {
    conf = CONF;
    return this;
  }

  SmallCompany file(String name, String... lines) {
    try {
      Path path = folder.resolve(name);
      Files.createDirectories(path.getParent());
      Files.write(path, List.of(lines));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Configuration configuration(Path home, String... sets) {
    List<String> all = new java.util.ArrayList<>(List.of(sets));
    all.add("source.path=" + folder);
    return Configuration.load(
        conf,
        Optional.of("small"),
        Map.of("BELLWETHER_HASH_KEY", "a key of the tests, of 32 letters or more"),
        all,
        Optional.of(home.toString()));
  }

  List<Published> run(SparkSession spark, Path home, String... dates) {
    return run(spark, home, false, configuration(home), dates);
  }

  List<Published> run(
      SparkSession spark,
      Path home,
      boolean republish,
      Configuration configuration,
      String... dates) {
    return runNights(spark, home, republish, configuration, dates);
  }

  /** Runs the whole pipeline of any source. */
  static List<Published> runNights(
      SparkSession spark,
      Path home,
      boolean republish,
      Configuration configuration,
      String... dates) {
    Warehouse warehouse = new Warehouse(spark, home.toString());
    List<LocalDate> days = List.of(dates).stream().map(LocalDate::parse).toList();
    return new Pipeline(warehouse, configuration.settings(), Clock.systemUTC(), SILENT)
        .run(
            new Pipeline.Request(
                "run-" + System.nanoTime(),
                configuration.source().orElseThrow(),
                days,
                republish,
                "config",
                "code"))
        .published();
  }

  /** The content hashes of all that a home has published, by publication and table. */
  static Map<String, String> hashes(Path home) {
    return hashes(Publications.read(home.toString(), new org.apache.hadoop.conf.Configuration()));
  }

  /** The same of publications anywhere. */
  static Map<String, String> hashes(Publications publications) {
    Map<String, String> hashes = new TreeMap<>();
    for (Manifest manifest : publications.manifests()) {
      manifest
          .tables()
          .forEach(
              (name, table) ->
                  hashes.put(manifest.publication() + " " + name, table.contentHash()));
    }
    return hashes;
  }

  private static final RunListener SILENT =
      new RunListener() {
        @Override
        public void phase(String name) {}

        @Override
        public void ingested(IngestedBatch batch) {}

        @Override
        public void dates(List<LocalDate> requested, List<LocalDate> observationPoints) {}

        @Override
        public void stepDone(String step, Map<String, Long> rows, double seconds) {}
      };
}
