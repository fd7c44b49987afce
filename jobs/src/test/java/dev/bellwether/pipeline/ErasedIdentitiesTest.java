package dev.bellwether.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import dev.bellwether.Staged;
import dev.bellwether.ingest.Subject;
import dev.bellwether.platform.config.Secret;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.warehouse.Warehouse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An account goes under what other systems call it, too, and does not come back under that. */
class ErasedIdentitiesTest extends SparkTest {
  private static final Secret KEY = new Secret("a key of the tests, of 32 letters or more");

  @TempDir private Path home;
  @TempDir private Path exports;

  @Test
  void rowsUnderAnIdOfAnotherSystemAreErasedAndStayErased() {
    Warehouse warehouse = new Warehouse(spark(), home.toString());
    warehouse.replaceAll(
        Tables.ACCOUNT_IDENTITIES,
        Staged.stored(
            Tables.ACCOUNT_IDENTITIES,
            "source_system, source_id, account_id",
            "desk | 4711 | 7",
            "billing | cus_1 | 7",
            "desk | 4712 | 8"));
    warehouse.replaceAll(
        Tables.TICKETS,
        Staged.stored(
            Tables.TICKETS,
            "ticket_id, account_id, created_at",
            "t1 | 7 | 2026-01-05 10:00:00",
            "t2 | desk:4711 | 2026-01-04 10:00:00",
            "t3 | desk:4712 | 2026-01-04 10:00:00",
            "t4 | 8 | 2026-01-05 10:00:00"));

    assertThat(AccountExport.write(warehouse, account("7"), KEY, exports.resolve("of 7")))
        .as("what an erasure would take away")
        .containsEntry("tickets", 2L)
        .containsEntry("account_identities", 2L);
    Erasure.Result result =
        Erasure.run(
            warehouse, account("7"), KEY, "asked for", Instant.parse("2026-03-01T00:00:00Z"));

    assertThat(result.rows()).containsEntry("tickets", 2L).containsEntry("account_identities", 2L);
    assertThat(texts(warehouse, Tables.TICKETS, "ticket_id")).containsExactlyInAnyOrder("t3", "t4");
    assertThat(texts(warehouse, Tables.ERASURE, "subject_hash"))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of("7", "desk:4711", "billing:cus_1")
                .map(id -> String.valueOf(account(id).hash()))
                .toList());
  }

  private static Subject account(String id) {
    return Subject.of(Subject.Kind.ACCOUNT, id, KEY);
  }

  private static List<String> texts(Warehouse warehouse, String table, String column) {
    return warehouse
        .read(table)
        .selectExpr("CAST(" + column + " AS string)")
        .as(Encoders.STRING())
        .collectAsList();
  }
}
