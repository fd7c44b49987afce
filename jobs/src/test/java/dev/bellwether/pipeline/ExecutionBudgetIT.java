package dev.bellwether.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.Executions;
import dev.bellwether.SparkTest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cold query costs a third of a second of CPU whatever it reads, so a run may only have so many.
 * Whoever adds a table may add three; whoever saves some lowers the number.
 */
class ExecutionBudgetIT extends SparkTest {
  private static final int FIRST_RUN = 120;
  private static final int NEXT_NIGHT = 100;

  @TempDir Path raw;
  @TempDir Path home;

  @Test
  void aFirstRunAndTheNightAfterItStayWithinTheirBudgets() {
    SmallCompany company = new SmallCompany(raw);

    Map<String, Integer> first =
        Executions.of(spark(), () -> company.run(spark(), home, "2026-01-31", "2026-02-14"));
    company.usage("later", "2026-02-15");
    Map<String, Integer> next =
        Executions.of(spark(), () -> company.run(spark(), home, "2026-02-15"));

    assertThat(Executions.total(first)).as(first.toString()).isLessThanOrEqualTo(FIRST_RUN);
    assertThat(Executions.total(next)).as(next.toString()).isLessThanOrEqualTo(NEXT_NIGHT);
  }
}
