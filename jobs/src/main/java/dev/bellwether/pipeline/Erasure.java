package dev.bellwether.pipeline;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.try_element_at;
import static org.apache.spark.sql.functions.udf;

import dev.bellwether.ingest.AccountIdentities;
import dev.bellwether.ingest.Erased;
import dev.bellwether.ingest.ErasedExtracts;
import dev.bellwether.ingest.QuarantinedRows;
import dev.bellwether.ingest.Subject;
import dev.bellwether.ingest.Words;
import dev.bellwether.platform.config.Secret;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.warehouse.Warehouse;
import dev.bellwether.publish.ErasedPublications;
import dev.bellwether.publish.Publications;
import dev.bellwether.publish.SentAlerts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * Erases an account or a person from a home: tables with their history, extracts of databases,
 * publications, ledgers, logs and pages. The tombstone comes first, so that an erasure that is
 * killed can be asked for again, and what it has erased does not come back in between.
 */
public final class Erasure {
  /** Tables that may tell of a subject within a text. */
  private static final Set<String> IN_WORDS = Set.of(Tables.QUARANTINE, Tables.RUN);

  private final Warehouse warehouse;
  private final Subject subject;

  private Erasure(Warehouse warehouse, Subject subject) {
    this.warehouse = warehouse;
    this.subject = subject;
  }

  /**
   * What was erased.
   *
   * @param rows how many rows of each table; of inputs whose extracts were removed, how many named
   *     it
   * @param publications how many publications told of the subject
   */
  public record Result(Map<String, Long> rows, int publications) {}

  /**
   * Erases a subject, under the home's lock. An account is erased under what other systems call it
   * first: their rows would come back under such an id once nothing says whose it is.
   */
  public static Result run(
      Warehouse warehouse, Subject subject, Secret hashKey, String reason, Instant now) {
    try (HomeLock held = HomeLock.take(warehouse.home(), warehouse.hadoop())) {
      if (Contracts.all().stream().noneMatch(table -> warehouse.exists(table.name()))) {
        throw BellwetherException.configuration(
            "there is nothing in the home " + warehouse.home(),
            "no table was ever written there",
            "name the home by --home");
      }
      Map<String, Long> rows = new TreeMap<>();
      int publications = 0;
      for (Subject each : AccountIdentities.allOf(warehouse, subject, hashKey)) {
        Result erased = new Erasure(warehouse, each).run(reason, now);
        erased.rows().forEach((table, count) -> rows.merge(table, count, Long::sum));
        publications = Math.max(publications, erased.publications());
      }
      return new Result(rows, publications);
    }
  }

  private Result run(String reason, Instant now) {
    Set<String> words = words(warehouse, subject);
    Erased.record(warehouse, subject, reason, now);
    Leftovers.erase(warehouse.home(), words);
    new SentAlerts(warehouse).rewrite(alert -> emptied(alert, words));
    Map<String, Long> rows = new TreeMap<>();
    new ErasedExtracts(warehouse.spark(), warehouse.home())
        .remove(words)
        .forEach((input, naming) -> rows.put("extracts/" + input, naming));
    for (Contract contract : namesLast()) {
      if (mayTell(contract, subject) && warehouse.exists(contract.name())) {
        long erased = erase(contract, words);
        if (erased > 0) {
          rows.put(contract.name(), erased);
        }
      }
    }
    int publications =
        new ErasedPublications(warehouse.spark(), warehouse.home()).erase(subject, now);
    recordManifests();
    return new Result(rows, publications);
  }

  /** What the subject is called: its id, that id's hash, and the names of an account. */
  static Set<String> words(Warehouse warehouse, Subject subject) {
    Set<String> words = new TreeSet<>(Set.of(subject.id(), String.valueOf(subject.hash())));
    if (subject.kind() == Subject.Kind.ACCOUNT && warehouse.exists(Tables.ACCOUNTS)) {
      subject
          .only(warehouse.read(Tables.ACCOUNTS))
          .select("account_name")
          .distinct()
          .collectAsList()
          .stream()
          .filter(row -> !row.isNullAt(0) && !row.getString(0).isBlank())
          .forEach(row -> words.add(row.getString(0).strip()));
    }
    return words;
  }

  /** All tables: the one that tells what an account is called lasts until all else is done. */
  private static List<Contract> namesLast() {
    return Contracts.all().stream()
        .sorted(Comparator.comparing(contract -> contract.name().equals(Tables.ACCOUNTS)))
        .toList();
  }

  /** An alert that tells of the subject says nothing any more. */
  private String emptied(String alert, Set<String> words) {
    return tells(alert, subject, words) ? "{}\n" : alert;
  }

  /** Whether an alert tells of a subject. */
  static boolean tells(String alert, Subject subject, Set<String> words) {
    return QuarantinedRows.tellsOf(subject.kind(), List.copyOf(words), alert, "");
  }

  private long erase(Contract contract, Set<String> words) {
    Dataset<Row> rows = warehouse.read(contract.name());
    long own = telling(rows, contract.name(), subject, words).count();
    Dataset<Row> left =
        switch (contract.name()) {
          case Tables.QUARANTINE -> rows.where(not(QuarantinedRows.tellOf(subject, words)));
          case Tables.RUN -> rows.withColumn("message", withoutWords(words, col("message")));
          default -> subject.without(rows);
        };
    warehouse.rewriteWithoutHistory(contract.name(), left);
    return own;
  }

  /** The rows of a table that tell of a subject. */
  static Dataset<Row> telling(Dataset<Row> rows, String table, Subject subject, Set<String> words) {
    Column message = col("message");
    return switch (table) {
      case Tables.QUARANTINE -> rows.where(QuarantinedRows.tellOf(subject, words));
      case Tables.RUN -> rows.where(not(withoutWords(words, message).eqNullSafe(message)));
      default -> subject.only(rows);
    };
  }

  /** Whether a table may tell of a subject, in a column or within a text. */
  static boolean mayTell(Contract contract, Subject subject) {
    return subject.mayBeIn(contract) || IN_WORDS.contains(contract.name());
  }

  private static Column withoutWords(Set<String> words, Column text) {
    List<String> all = List.copyOf(words);
    UDF1<String, String> without =
        told -> told == null ? null : Words.without(told, all, Leftovers.ERASED);
    return udf(without, DataTypes.StringType).apply(text);
  }

  /** The ledger tells the hash of each manifest, and they have changed. */
  private void recordManifests() {
    Publications publications = Publications.read(warehouse);
    if (!warehouse.exists(Tables.PUBLICATION) || publications.allIds().isEmpty()) {
      return;
    }
    List<Column> hashes = new ArrayList<>();
    for (var published : publications.allIds()) {
      hashes.add(lit(published.toString()));
      hashes.add(lit(publications.manifestHash(published)));
    }
    Column now = try_element_at(map(hashes.toArray(Column[]::new)), col("publication_id"));
    warehouse.rewriteWithoutHistory(
        Tables.PUBLICATION,
        warehouse
            .read(Tables.PUBLICATION)
            .withColumn("manifest_hash", coalesce(now, col("manifest_hash"))));
  }
}
