package dev.bellwether.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import dev.bellwether.Stops;
import dev.bellwether.platform.warehouse.Warehouse;
import dev.bellwether.publish.PublicationId;
import dev.bellwether.publish.Publications;
import dev.bellwether.publish.Published;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that end in one certain window, and what the next run makes of it. */
class StopIT extends SparkTest {
  private static final String FIRST = "2026-02-14";
  private static final String SECOND = "2026-02-15";
  private static final List<String> ROLLUPS =
      List.of("user_activity_daily", "account_activity_daily", "account_mrr_monthly");

  @TempDir static Path raw;
  @TempDir Path home;
  @TempDir Path quietHome;
  private SmallCompany company;

  @TempDir static Path made;
  private static Path firstNight;

  @BeforeEach
  void deliver() throws IOException {
    FileUtils.cleanDirectory(raw.toFile());
    company = new SmallCompany(raw);
  }

  /** Makes homes what they are after the first night, which is run once and copied. */
  private void haveFirstNight(Path... homes) throws IOException {
    if (firstNight == null) {
      firstNight = made.resolve("home");
      run(firstNight, FIRST);
    }
    for (Path one : homes) {
      FileUtils.copyDirectory(firstNight.toFile(), one.toFile());
    }
  }

  private void run(Path where, String night, String... sets) {
    company.run(spark(), where, false, company.configuration(where, sets), night);
  }

  @Test
  void aChangedMappingIsNotForgottenByTheRunAfterOneThatDied() throws IOException {
    haveFirstNight(home, quietHome);
    company.usage("later", "2026-02-15").onlyUsageOf("c");

    boolean stopped = Stops.at("after commit of input_batch", () -> run(home, SECOND));
    assertThat(stopped).as("the mapping was ingested, and no rollup made").isTrue();
    run(home, SECOND);
    run(quietHome, SECOND);

    assertThat(
            new Warehouse(spark(), home.toString())
                .read("user_activity_daily")
                .where("account_id <> 'c'")
                .count())
        .as("rows that the mapping leaves out now")
        .isZero();
    assertSameHomes();
  }

  @Test
  void aMappingThatIsTakenBackAfterARunDiedIsTakenBackWhole() throws IOException {
    haveFirstNight(home, quietHome);
    company.onlyUsageOf("c");
    assertThat(Stops.at("after commit of user_activity_daily", () -> run(home, SECOND))).isTrue();
    company.allUsage();
    run(home, SECOND);
    run(quietHome, SECOND);

    assertSameHomes();
  }

  @Test
  void stagingThatWasReadByAMappingNobodyRecordedIsReadAnew() throws IOException {
    haveFirstNight(home, quietHome);
    company.onlyUsageOf("c");
    assertThat(Stops.at("before commit of input_batch", () -> run(home, SECOND))).isTrue();
    company.allUsage();
    run(home, SECOND);
    run(quietHome, SECOND);

    assertSameHomes();
  }

  @Test
  void aNightThatWasPublishedIsHistoryThoughItsRunDiedBeforeItsRow() throws IOException {
    Instant before = Instant.now();
    assertThat(Stops.at("after current.json", () -> run(home, FIRST))).isTrue();
    assertThat(rows(home, "run")).as("nothing recorded it").isEmpty();
    haveFirstNight(quietHome);
    company.usage("later", "2026-02-10", "2026-02-15");
    run(home, SECOND);
    run(quietHome, SECOND);

    assertThat(rows(home, "publication")).hasSize(2);
    Row first =
        rows(home, "run").stream()
            .filter(r -> r.getList(1).toString().contains(FIRST))
            .findFirst()
            .orElseThrow();
    assertThat(first.<String>getAs("status")).isEqualTo("published");
    assertThat(first.<java.sql.Timestamp>getAs("started_at").toInstant())
        .isAfterOrEqualTo(before.minusSeconds(1));
    assertThat(first.<String>getAs("message")).contains("killed after it had published");

    assertSameHomes();
  }

  @Test
  void aNightWhoseFolderIsThereBecomesCurrentThoughItsRunDiedBeforeSayingSo() {
    assertThat(Stops.at("after manifest", () -> run(home, FIRST))).isTrue();
    assertThat(Publications.read(home.toString(), new Configuration()).current()).isEmpty();

    run(home, FIRST);

    assertThat(Publications.read(home.toString(), new Configuration()).current())
        .isEqualTo(PublicationId.find(FIRST + "-1"));
    assertThat(rows(home, "publication")).hasSize(1);
  }

  @Test
  void aWithdrawnNightIsAsIfItHadNotBeen() throws IOException {
    haveFirstNight(home, quietHome);
    run(home, "2027-02-15");
    company.usage("later", "2026-02-12", "2026-02-15");
    withdraw("2027-02-15-1");
    assertThat(Publications.read(home.toString(), new Configuration()).current())
        .isEqualTo(PublicationId.find(FIRST + "-1"));

    run(home, SECOND);
    run(quietHome, SECOND);

    assertSameHomes();
    assertThat(rows(home, "publication_withdrawal")).hasSize(1);
    assertThat(
            Publications.read(home.toString(), new Configuration()).withdrawals().get(0).reason())
        .isEqualTo("a slip");
  }

  @Test
  void whatCameWhileTheSlipStoodCountsFromTheNightItCame() throws IOException {
    haveFirstNight(home, quietHome);
    run(home, "2027-02-15");
    company.usage("later", "2026-02-12", "2026-02-15");
    run(home, SECOND);
    run(quietHome, SECOND);
    assertThat(SmallCompany.hashes(home))
        .as("the slip hurts")
        .isNotEqualTo(SmallCompany.hashes(quietHome));

    assertThat(Stops.at("before commit of input_batch", () -> withdraw("2027-02-15-1"))).isTrue();
    company.run(spark(), home, true, company.configuration(home), SECOND);

    Map<String, String> mended = new TreeMap<>();
    SmallCompany.hashes(home)
        .forEach((name, hash) -> mended.put(name.replace(SECOND + "-2", SECOND + "-1"), hash));
    SmallCompany.hashes(quietHome)
        .forEach((name, hash) -> assertThat(mended).containsEntry(name, hash));
  }

  @Test
  void aRevisionThatIsWithdrawnLeavesTheOneBeforeWhoseNightIsRunAgain() throws IOException {
    haveFirstNight(home, quietHome);
    company.run(spark(), home, true, company.configuration(home, "renewals.window_days=9"), FIRST);
    assertThat(Publications.read(home.toString(), new Configuration()).current())
        .isEqualTo(PublicationId.find(FIRST + "-2"));

    assertThat(withdraw(FIRST + "-2")).isEqualTo(PublicationId.find(FIRST + "-1"));
    assertThat(Publications.read(home.toString(), new Configuration()).current())
        .isEqualTo(PublicationId.find(FIRST + "-1"));
    assertThat(company.run(spark(), home, FIRST))
        .extracting(Published::status)
        .containsExactly(Published.Status.VERIFIED);
    company.usage("later", "2026-02-15");
    run(home, SECOND);
    run(quietHome, SECOND);

    assertSameHomes();
  }

  @Test
  void aWithdrawnRevisionThatIsNotTheLatestLeavesNothingToDo() throws IOException {
    haveFirstNight(home);
    company.run(spark(), home, true, company.configuration(home, "renewals.window_days=9"), FIRST);

    assertThat(withdraw(FIRST + "-1")).isEmpty();
    assertThat(Publications.read(home.toString(), new Configuration()).current())
        .isEqualTo(PublicationId.find(FIRST + "-2"));
  }

  @Test
  void withdrawingTheOnlyNightBeginsTheHomeAnew() throws IOException {
    run(home, "2027-02-15");
    withdraw("2027-02-15-1");
    assertThat(Publications.read(home.toString(), new Configuration()).current()).isEmpty();

    run(home, FIRST);
    haveFirstNight(quietHome);

    assertThat(SmallCompany.hashes(home)).isEqualTo(SmallCompany.hashes(quietHome));
    assertThat(Publications.read(home.toString(), new Configuration()).current())
        .isEqualTo(PublicationId.find(FIRST + "-1"));
  }

  private Optional<PublicationId> withdraw(String id) {
    return Withdrawals.withdraw(
        new Warehouse(spark(), home.toString()),
        PublicationId.parse(id),
        "a slip",
        Instant.parse("2026-02-16T08:00:00Z"));
  }

  private static List<Row> rows(Path home, String table) {
    return new Warehouse(spark(), home.toString()).read(table).collectAsList();
  }

  private void assertSameHomes() {
    assertThat(SmallCompany.hashes(home)).isNotEmpty().isEqualTo(SmallCompany.hashes(quietHome));
    Warehouse one = new Warehouse(spark(), home.toString());
    Warehouse other = new Warehouse(spark(), quietHome.toString());
    for (String table : ROLLUPS) {
      assertSameRows(other.read(table), one.read(table));
    }
    assertThat(Optional.of(one.read("churn_label").count()))
        .contains(other.read("churn_label").count());
  }
}
