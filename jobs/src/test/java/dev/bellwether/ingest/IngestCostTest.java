package dev.bellwether.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many queries an ingest executes; what Delta executes for its own log is not counted. */
class IngestCostTest extends SparkTest {
  /** Those of a table that changed: read once, keys compared once, written once. */
  private static final int PER_TABLE = 3;

  /** The ledger read, leftovers looked for; quality, warnings and ledger written. */
  private static final int PER_RUN = 5;

  private final List<String> executed = new CopyOnWriteArrayList<>();
  private final SparkListener listener =
      new SparkListener() {
        @Override
        public void onOtherEvent(SparkListenerEvent event) {
          if (event instanceof SparkListenerSQLExecutionStart started && isOurs(started)) {
            executed.add(caller(started));
          }
        }
      };

  private static String caller(SparkListenerSQLExecutionStart started) {
    return started.details().lines().filter(l -> l.contains("bellwether")).findFirst().orElse("?");
  }

  private static boolean isOurs(SparkListenerSQLExecutionStart started) {
    boolean isRoot =
        started.rootExecutionId().isEmpty()
            || started.rootExecutionId().get().equals(started.executionId());
    // a view is only a name for a query
    boolean isQuery = !started.physicalPlanDescription().contains("CreateViewCommand");
    return isRoot && isQuery && !started.description().contains("Delta");
  }

  @TempDir Path folder;

  @BeforeEach
  void listen() {
    spark().sparkContext().addSparkListener(listener);
  }

  @AfterEach
  void listenNoMore() {
    spark().sparkContext().removeSparkListener(listener);
  }

  private List<String> executions() throws Exception {
    spark().sparkContext().listenerBus().waitUntilEmpty();
    List<String> copy = List.copyOf(executed);
    executed.clear();
    return copy;
  }

  @Test
  void tableThatChangedCostsThreeQueriesAndOneThatDidNotNone() throws Exception {
    RawFolder raw = new RawFolder(folder, spark()).source("first_seen", "", "");
    raw.ingest("2026-01-31", null);
    assertThat(executions()).hasSizeBetween(PER_RUN - 1, PER_RUN + 2 * PER_TABLE);

    raw.ingest("2026-02-01", "2026-01-31");
    assertThat(executions()).as("nothing new: the ledger alone is read").hasSize(1);

    raw.file("raw/accounts.csv", "account_id,account_name", "a,Alpha", "b,Beta");
    raw.touch("raw/accounts.csv");
    raw.ingest("2026-02-01", "2026-01-31");
    assertThat(executions()).as("the same content written again").hasSize(1);

    raw.file("raw/accounts.csv", "account_id,account_name", "a,Alpha", "b,Beta & Co", "c,Gamma");
    raw.ingest("2026-02-02", "2026-02-01");
    assertThat(executions()).hasSizeBetween(PER_RUN, PER_RUN + PER_TABLE);
    assertThat(raw.warehouse.read("accounts").count()).isEqualTo(4);
  }
}
