package dev.bellwether.pipeline;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.ingest.Erased;
import dev.bellwether.ingest.Subject;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.warehouse.Warehouse;
import dev.bellwether.publish.ErasedPublications;
import dev.bellwether.publish.Publications;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

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
    Map<String, Long> rows = new TreeMap<>();
    for (Contract contract : Contracts.all()) {
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
    Leftovers.erase(warehouse.home(), words);
    return new Result(rows, publications);
  }

  /** What the subject is called: its id, and the names that an account has or had. */
  private Set<String> words() {
    Set<String> words = new TreeSet<>(Set.of(subject.id()));
    if (subject.kind() == Subject.Kind.ACCOUNT && warehouse.exists(Tables.ACCOUNTS)) {
      subject
          .only(warehouse.read(Tables.ACCOUNTS))
          .select("account_name")
          .distinct()
          .collectAsList()
          .stream()
          .filter(row -> !row.isNullAt(0) && !row.getString(0).isBlank())
          .forEach(row -> words.add(row.getString(0)));
    }
    return words;
  }

  private long erase(Contract contract, Set<String> words) {
    Dataset<Row> rows = warehouse.read(contract.name());
    long own =
        switch (contract.name()) {
          case Tables.QUARANTINE -> rows.where(tells(List.of("raw", "reason"), words)).count();
          case Tables.RUN -> rows.where(tells(List.of("message"), words)).count();
          default -> subject.only(rows).count();
        };
    Dataset<Row> left =
        switch (contract.name()) {
          case Tables.QUARANTINE -> rows.where(not(tells(List.of("raw", "reason"), words)));
          case Tables.RUN ->
              rows.withColumn(
                  "message",
                  when(tells(List.of("message"), words), lit("(erased)"))
                      .otherwise(col("message")));
          default -> subject.without(rows);
        };
    warehouse.rewriteWithoutHistory(contract.name(), left);
    return own;
  }

  /** Whether one of these columns holds one of the words. */
  private Column tells(List<String> columns, Set<String> words) {
    List<String> all = new ArrayList<>(words);
    all.add(String.valueOf(subject.hash()));
    Column any = lit(false);
    for (String column : columns) {
      for (String word : all) {
        any = any.or(coalesce(col(column).contains(word), lit(false)));
      }
    }
    return any;
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
