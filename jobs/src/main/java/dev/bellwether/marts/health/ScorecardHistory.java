package dev.bellwether.marts.health;

import dev.bellwether.platform.config.Scorecard;
import dev.bellwether.platform.config.ScorecardJson;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Which scorecards were in force when. */
final class ScorecardHistory implements Serializable {
  private static final long serialVersionUID = 1;

  private final Map<LocalDate, Map<String, Scorecard>> byDateAndName = new HashMap<>();

  /** The history in rows of scorecard_in_force; few, since they grow with nights only. */
  static ScorecardHistory of(Dataset<Row> inForce) {
    List<Row> rows =
        inForce.select("as_of_date", "scorecard", "content_hash", "content").collectAsList();
    Map<String, Scorecard> byHash = new HashMap<>();
    ScorecardHistory history = new ScorecardHistory();
    for (Row row : rows) {
      Scorecard scorecard =
          byHash.computeIfAbsent(row.getString(2), hash -> ScorecardJson.read(row.getString(3)));
      history.put(row.getDate(0).toLocalDate(), scorecard);
    }
    return history;
  }

  void put(LocalDate date, Scorecard scorecard) {
    byDateAndName.computeIfAbsent(date, any -> new HashMap<>()).put(scorecard.name(), scorecard);
  }

  /** The scorecard of that name as it was on that date, if it was in force then. */
  Optional<Scorecard> on(LocalDate date, String name) {
    return Optional.ofNullable(byDateAndName.getOrDefault(date, Map.of()).get(name));
  }
}
