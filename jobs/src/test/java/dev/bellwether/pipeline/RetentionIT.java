package dev.bellwether.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.Launched;
import dev.bellwether.SparkTest;
import dev.bellwether.platform.warehouse.Warehouse;
import dev.bellwether.publish.PublicationId;
import dev.bellwether.publish.Publications;
import dev.bellwether.publish.Published;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was made of events stays when they are removed, whatever nights come after. */
class RetentionIT extends SparkTest {
  private static final String REMOVED = "2026-01-15";

  /** Sixteen months after the 20th of January. */
  private static final LocalDate TODAY = LocalDate.parse("2027-05-20");

  @TempDir Path raw;
  @TempDir Path home;

  @Test
  void daysOfAccountsStayAndNoNameOfAPublicationIsGivenTwice() {
    SmallCompany company = new SmallCompany(raw);
    company.run(spark(), home, REMOVED, "2026-01-31");
    company.run(spark(), home, "2026-02-14");
    Warehouse warehouse = new Warehouse(spark(), home.toString());
    List<Row> days = oldDays(warehouse);
    assertThat(days).isNotEmpty();

    assertThat(Retention.run(warehouse, 16, TODAY))
        .containsEntry("publications", 1L)
        .containsKey("usage_events");
    assertThat(oldDays(warehouse)).as("at once").isEqualTo(days);

    company.usage("late", "2026-01-08", "2026-02-15");
    company.run(spark(), home, "2026-02-15");
    assertThat(oldDays(warehouse)).as("after a late event").isEqualTo(days);
    assertThat(warehouse.read("account_activity_daily").where("day = '2026-02-15'").count())
        .isPositive();

    Rollups.invalidate(warehouse);
    company.run(spark(), home, "2026-02-16");
    assertThat(oldDays(warehouse)).as("once all was made anew").isEqualTo(days);

    assertThat(company.run(spark(), home, REMOVED))
        .extracting(Published::id)
        .containsExactly(PublicationId.parse(REMOVED + "-2"));
    Publications publications = Publications.read(home.toString(), new Configuration());
    publications.ids().forEach(publications::checkFiles);
  }

  @Test
  void whatIsRemovedIsNotMissedAndWhatIsLostIs() throws Exception {
    SmallCompany company = new SmallCompany(raw);
    company.run(spark(), home, REMOVED, "2026-01-31", "2026-02-14");
    Retention.run(new Warehouse(spark(), home.toString()), 16, TODAY);

    Launched kept = Launched.run("verify", "--all", "--home", home.toString());
    assertThat(kept.exitCode()).as(kept.output()).isZero();
    assertThat(kept.output()).doesNotContain(REMOVED);

    FileUtils.deleteDirectory(home.resolve("published/2026-02-14-1").toFile());
    Launched lost = Launched.run("verify", "--all", "--home", home.toString());
    assertThat(lost.exitCode()).isEqualTo(1);
    assertThat(lost.output()).contains("2026-02-14-1 was published, and is not there any more");
  }

  private static List<Row> oldDays(Warehouse warehouse) {
    return warehouse
        .read("account_activity_daily")
        .where("day < '2026-01-20'")
        .orderBy("account_id", "day")
        .collectAsList();
  }
}
