package dev.bellwether.publish;

import dev.bellwether.platform.contract.Column;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.KnownFrom;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Small contracts and requests for the tests of publishing. */
final class Fixture {
  static final LocalDate JUNE = LocalDate.parse("2026-06-30");
  static final LocalDate JULY = LocalDate.parse("2026-07-31");
  static final String HEALTH =
      "as_of_date date, account_id string, score double, mrr decimal(18,4)";
  static final String RISK = "as_of_date date, account_id string, rank int";

  private Fixture() {}

  /** A contract of these columns, the first of them its key; score is from 0 to 100. */
  static Contract contract(String name, String ddl, int keyColumns) {
    StructField[] fields = StructType.fromDDL(ddl).fields();
    Column[] columns = new Column[fields.length];
    for (int i = 0; i < fields.length; i++) {
      boolean score = fields[i].name().equals("score");
      columns[i] =
          new Column(
              fields[i].name(),
              fields[i].dataType(),
              i < keyColumns,
              i < keyColumns ? i + 1 : 0,
              "",
              KnownFrom.STATIC,
              score ? "0" : null,
              score ? "100" : null,
              List.of(),
              null,
              List.of());
    }
    return new Contract(name, "marts", "", "", Arrays.asList(columns), List.of(), null, List.of());
  }

  static Contract health() {
    return contract("account_health", HEALTH, 2);
  }

  static Contract risk() {
    return contract("renewal_risk", RISK, 2);
  }

  static PublicationRequest request(
      boolean republish, Optional<PublicationId> startedFrom, LocalDate... dates) {
    return new PublicationRequest(
        "run-1",
        Instant.parse("2026-08-01T02:00:00Z"),
        "c0ffee",
        "0.1.0",
        List.of(dates),
        List.of(),
        List.of(health(), risk()),
        republish,
        Set.of(),
        startedFrom);
  }
}
