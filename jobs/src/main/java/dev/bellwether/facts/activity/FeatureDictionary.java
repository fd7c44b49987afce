package dev.bellwether.facts.activity;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;

import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Which bit stands for which feature: assigned in order of arrival and name, never reused. Features
 * beyond {@link #SHARED_BIT} of them have no row and share that bit.
 */
final class FeatureDictionary {

  /** The bit of every feature that the dictionary has no room for. */
  static final int SHARED_BIT = 255;

  private final List<Row> rows;
  private final boolean isNew;

  private FeatureDictionary(List<Row> rows, boolean isNew) {
    this.rows = List.copyOf(rows);
    this.isNew = isNew;
  }

  /**
   * The dictionary with the features of new events added. Bounded by its bits, so it is held here.
   *
   * @param earlier the dictionary so far
   * @param events new events with {@code feature} and {@code arrived_on}
   */
  static FeatureDictionary extended(Optional<Dataset<Row>> earlier, Dataset<Row> events) {
    List<Row> rows = new ArrayList<>(earlier.map(FeatureDictionary::inOrder).orElse(List.of()));
    int before = rows.size();
    Set<String> known = new HashSet<>(rows.stream().map(row -> row.getString(0)).toList());
    for (Row found : firstSeen(events)) {
      if (rows.size() < SHARED_BIT && known.add(found.getString(0))) {
        rows.add(RowFactory.create(found.getString(0), rows.size(), found.getDate(1)));
      }
    }
    return new FeatureDictionary(rows, earlier.isEmpty() || rows.size() > before);
  }

  /** Whether it differs from the dictionary so far. */
  boolean isNew() {
    return isNew;
  }

  /** The table feature_dictionary. */
  Dataset<Row> table(Dataset<Row> sessionOf) {
    return sessionOf
        .sparkSession()
        .createDataFrame(rows, Contracts.of(Tables.FEATURE_DICTIONARY).schema());
  }

  /** Whether no feature has a bit beyond the first 64. */
  boolean fitsOneLong() {
    return rows.size() <= Long.SIZE;
  }

  private static List<Row> inOrder(Dataset<Row> dictionary) {
    return dictionary.select("feature", "bit", "arrived_on").sort("bit").collectAsList();
  }

  private static List<Row> firstSeen(Dataset<Row> events) {
    // twice the room: at most all known features come before as many new ones
    return events
        .where(col("feature").isNotNull())
        .groupBy("feature")
        .agg(min("arrived_on").as("arrived_on"))
        .sort("arrived_on", "feature")
        .limit(2 * SHARED_BIT)
        .collectAsList();
  }
}
