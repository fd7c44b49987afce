package dev.bellwether.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import dev.bellwether.Staged;
import dev.bellwether.Stops;
import dev.bellwether.ingest.Subject;
import dev.bellwether.platform.config.Secret;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.warehouse.Landing;
import dev.bellwether.platform.warehouse.Warehouse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is erased goes from what was read of databases, too. */
class ErasedExtractsTest extends SparkTest {
  private static final Secret KEY = new Secret("a key of the tests, of 32 letters or more");
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

  @TempDir private Path home;
  private Warehouse warehouse;
  private Landing events;
  private Landing accounts;
  private Landing rates;

  @BeforeEach
  void land() {
    warehouse = new Warehouse(spark(), home.toString());
    warehouse.replaceAll(
        Tables.ACCOUNTS,
        Staged.stored(Tables.ACCOUNTS, "account_id, account_name", "7 | Zyx", "8 | Abc"));
    events = landing("event");
    land(events, table("id int, customer bigint, person string", "1 | 7 | ann", "2 | 8 | Bob@x.y"));
    land(events, table("id int, customer bigint, person string", "3 | 8 | ann"));
    accounts = landing("account");
    land(accounts, table("no int, name string, score double", "70 |  Zyx | 0", "8 | Zyxy | 1"));
    rates = landing("rate");
    land(rates, table("of string, rate double", "Zyx & Co | 70"));
  }

  @Test
  void whatNamesAnAccountByIdOrNameIsRemovedAndOtherInputsStay() {
    Erasure.Result result = erase(Subject.Kind.ACCOUNT, "7");

    assertThat(result.rows())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("extracts/event", 1L, "extracts/account", 1L, "accounts", 1L));
    assertThat(home.resolve("extracts/event")).isEmptyDirectory();
    assertThat(accounts.extracts()).isEmpty();
    assertThat(rates.extracts()).hasSize(1);
  }

  @Test
  void aPersonIsFoundByTheIdInClearWhateverTheCaseOfAMailAddress() {
    assertThat(erase(Subject.Kind.USER, "bob@X.Y").rows()).isEqualTo(Map.of("extracts/event", 1L));
    assertThat(events.extracts()).isEmpty();
    assertThat(accounts.extracts()).hasSize(1);
  }

  @Test
  void killedInBetweenItIsDoneByTheNextOne() {
    assertThat(Stops.at("after extracts of account", () -> erase(Subject.Kind.ACCOUNT, "7")))
        .isTrue();
    assertThat(events.extracts()).as("not reached yet").hasSize(2);

    assertThat(erase(Subject.Kind.ACCOUNT, "7").rows()).containsEntry("extracts/event", 1L);
    assertThat(events.extracts()).isEmpty();
  }

  private Erasure.Result erase(Subject.Kind kind, String id) {
    return Erasure.run(warehouse, Subject.of(kind, id, KEY), KEY, "asked for", NOW);
  }

  private Landing landing(String input) {
    return new Landing(spark(), home.resolve("extracts").toString(), input);
  }

  private static void land(Landing landing, Dataset<Row> rows) {
    landing.accept(landing.write(rows), "");
  }
}
