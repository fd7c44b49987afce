package dev.bellwether.pipeline;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.ingest.Erased;
import dev.bellwether.ingest.QuarantinedRows;
import dev.bellwether.ingest.Subject;
import dev.bellwether.ingest.Words;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.warehouse.Warehouse;
import dev.bellwether.publish.ErasedPublications;
import dev.bellwether.publish.Publications;
import dev.bellwether.publish.SentAlerts;
import java.time.Instant;
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
 * Erases an account or a person from a home: tables with their history, publications, ledgers, logs
 * and pages. The tombstone comes first, so that an erasure that is killed can be asked for again,
 * and what it has erased does not come back in between.
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
   * @param rows how many rows of each table
   * @param publications how many publications told of the subject
   */
  public record Result(Map<String, Long> rows, int publications) {}

  /** Erases a subject, under the home's lock. */
  public static Result run(Warehouse warehouse, Subject subject, String reason, Instant now) {
    try (HomeLock held = HomeLock.take(warehouse.home())) {
      if (Contracts.all().stream().noneMatch(table -> warehouse.exists(table.name()))) {
        throw BellwetherException.configuration(
            "there is nothing in the home " + warehouse.home(),
            "no table was ever written there",
            "name the home by --home");
      }
      return new Erasure(warehouse, subject).run(reason, now);
    }
  }

  private Result run(String reason, Instant now) {
    Set<String> words = words();
    Erased.record(warehouse, subject, reason, now);
    Leftovers.erase(warehouse.home(), words);
    new SentAlerts(warehouse.home()).rewrite(alert -> emptied(alert, words));
    Map<String, Long> rows = new TreeMap<>();
    for (Contract contract : namesLast()) {
      boolean isConcerned = subject.mayBeIn(contract) || IN_WORDS.contains(contract.name());
      if (isConcerned && warehouse.exists(contract.name())) {
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
  private Set<String> words() {
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
    return QuarantinedRows.tellsOf(subject.kind(), List.copyOf(words), alert, "") ? "{}\n" : alert;
  }

  private long erase(Contract contract, Set<String> words) {
    Dataset<Row> rows = warehouse.read(contract.name());
    Column message = withoutWords(words, col("message"));
    Column refused = QuarantinedRows.tellOf(subject, words);
    long own =
        switch (contract.name()) {
          case Tables.QUARANTINE -> rows.where(refused).count();
          case Tables.RUN -> rows.where(not(message.eqNullSafe(col("message")))).count();
          default -> subject.only(rows).count();
        };
    Dataset<Row> left =
        switch (contract.name()) {
          case Tables.QUARANTINE -> rows.where(not(refused));
          case Tables.RUN -> rows.withColumn("message", message);
          default -> subject.without(rows);
        };
    warehouse.rewriteWithoutHistory(contract.name(), left);
    return own;
  }

  private static Column withoutWords(Set<String> words, Column text) {
    List<String> all = List.copyOf(words);
    UDF1<String, String> without =
        told -> told == null ? null : Words.without(told, all, Leftovers.ERASED);
    return udf(without, DataTypes.StringType).apply(text);
  }

  /** The ledger tells the hash of each manifest, and they have changed. */
  private void recordManifests() {
    if (!warehouse.exists(Tables.PUBLICATION)) {
      return;
    }
    Publications publications = Publications.read(warehouse.home());
    Column hash = col("manifest_hash");
    Column id = col("publication_id");
    for (var published : publications.allIds()) {
      hash =
          when(id.equalTo(published.toString()), publications.manifestHash(published))
              .otherwise(hash);
    }
    warehouse.rewriteWithoutHistory(
        Tables.PUBLICATION, warehouse.read(Tables.PUBLICATION).withColumn("manifest_hash", hash));
  }
}
