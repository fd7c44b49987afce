package dev.bellwether.marts.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellwether.SparkTest;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Companies with a known effect, in which who is served how depends on what drives the outcome. */
class StandardisedTest extends SparkTest {
  private static final StructType UNITS =
      StructType.fromDDL(
          "measure string, dimension string, way string, cell string, account_id string, units"
              + " bigint, total decimal(28,4)");
  private static final int SEEDS = 200;
  private static final double EFFECT = 0.4;

  /** What an account has in a cell, handled one way. */
  private record Unit(String way, String cell, int account, int n, double total) {}

  @Test
  void intervalsHoldTheKnownEffectInAbout95OfAHundredCompaniesAndTheCrudeDifferenceIsWrong() {
    Map<String, Row> found = differences(EFFECT);

    assertThat(found).hasSize(SEEDS);
    // in_house less outsourced
    assertThat(share(found, row -> holds(row, -EFFECT))).isBetween(0.91, 0.985);
    assertThat(mean(found, "difference")).isCloseTo(-EFFECT, within(0.02));
    assertThat(mean(found, "crude_difference")).isGreaterThan(0.3);
  }

  @Test
  void whereThereIsNoEffectNoneIsFoundInAbout95OfAHundredCompanies() {
    Map<String, Row> found = differences(0);

    assertThat(share(found, row -> holds(row, 0))).isBetween(0.91, 0.985);
    assertThat(mean(found, "crude_difference")).isGreaterThan(0.7);
  }

  @Test
  void differencesAndErrorsAreThoseOfLoopsAndOfABootstrapByAccount() {
    List<Unit> units = company(new Random(5), EFFECT);
    Row row = differencesOf(Map.of("s", units)).get("s");
    double[] oracle = standardised(units, allAccounts());

    assertThat(row.<Double>getAs("difference")).isCloseTo(oracle[0], within(1e-3));
    assertThat(row.<Long>getAs("cells")).isEqualTo((long) oracle[1]);
    double width = row.<Double>getAs("difference_high") - row.<Double>getAs("difference_low");
    assertThat(width / 2 / 1.96).isCloseTo(bootstrapError(units), within(0.15 * width / 4));
  }

  @Test
  void cellsOfFewAreLeftOutAndToldAndWithoutCommonOnesNothingIsSaid() {
    List<Unit> units = new ArrayList<>();
    for (int account = 0; account < 40; account++) {
      units.add(new Unit("in_house", "x", account, 1, 1));
      units.add(new Unit("outsourced", "x", account, 1, 3));
      if (account < 29) {
        units.add(new Unit("in_house", "y", account, 1, 100));
      }
      units.add(new Unit("outsourced", "y", account, 1, 0));
      units.add(new Unit("consulting", "z", account, 1, 0));
    }
    Map<String, Row> found = differencesOf(Map.of("s", units));

    Row row = found.get("s");
    assertThat(found).hasSize(1);
    assertThat(row.<Double>getAs("difference")).isEqualTo(-2);
    assertThat(row.<Long>getAs("n")).isEqualTo(40);
    assertThat(row.<Double>getAs("share_dropped")).isCloseTo(69 / 149.0, within(1e-9));
  }

  @Test
  void aCellInWhichAWayIsOneAccountsIsLeftOutAndCounted() {
    List<Unit> ofOne = new ArrayList<>();
    ofOne.add(new Unit("in_house", "y", 0, 50, 500));
    ofOne.add(new Unit("outsourced", "y", 1, 25, 25));
    ofOne.add(new Unit("outsourced", "y", 2, 25, 50));
    List<Unit> units = new ArrayList<>(ofOne);
    for (int account = 0; account < 2; account++) {
      units.add(new Unit("in_house", "x", account, 15, 15));
      units.add(new Unit("outsourced", "x", account, 15, 45 + account));
    }
    Map<String, Row> found = differencesOf(Map.of("one", ofOne, "two", units));

    assertThat(found).containsOnlyKeys("two");
    Row row = found.get("two");
    assertThat(row.<Double>getAs("difference")).isCloseTo(-61 / 30.0, within(1e-9));
    assertThat(row.<Long>getAs("cells")).isEqualTo(1);
    assertThat(row.<Long>getAs("cells_of_one_account")).isEqualTo(1);
    assertThat(row.<Double>getAs("share_dropped")).isCloseTo(100 / 160.0, within(1e-9));
    assertThat(row.<Double>getAs("difference_low"))
        .isLessThan(row.<Double>getAs("difference_high"));
  }

  private Map<String, Row> differences(double effect) {
    Map<String, List<Unit>> companies = new HashMap<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      companies.put("seed " + seed, company(new Random(seed), effect));
    }
    return differencesOf(companies);
  }

  /** Small accounts and simple tickets are outsourced more, and are better off anyway. */
  private static List<Unit> company(Random random, double effect) {
    Map<String, double[]> sums = new HashMap<>();
    for (int account = 0; account < 120; account++) {
      boolean isLarge = random.nextBoolean();
      boolean outsources = random.nextDouble() < (isLarge ? 0.25 : 0.75);
      double own = 0.5 * random.nextGaussian();
      int tickets = 4 + random.nextInt(16);
      for (int i = 0; i < tickets; i++) {
        boolean isHard = random.nextDouble() < 0.4;
        double chance = (outsources ? 0.9 : 0.1) * (isHard ? 0.5 : 1);
        boolean outside = random.nextDouble() < chance;
        double value =
            4
                + (isLarge ? 1 : 0)
                + (isHard ? 2 : 0)
                + (outside ? effect : 0)
                + own
                + random.nextGaussian();
        String key = (outside ? "outsourced" : "in_house") + ";" + isLarge + isHard + ";" + account;
        double[] sum = sums.computeIfAbsent(key, any -> new double[2]);
        sum[0]++;
        sum[1] += value;
      }
    }
    return sums.entrySet().stream()
        .map(
            entry -> {
              String[] key = entry.getKey().split(";", -1);
              double[] sum = entry.getValue();
              return new Unit(key[0], key[1], Integer.parseInt(key[2]), (int) sum[0], sum[1]);
            })
        .toList();
  }

  private static Map<String, Row> differencesOf(Map<String, List<Unit>> companies) {
    List<Row> rows = new ArrayList<>();
    companies.forEach(
        (name, units) ->
            units.forEach(
                unit ->
                    rows.add(
                        RowFactory.create(
                            name,
                            "model",
                            unit.way,
                            unit.cell,
                            "a" + unit.account,
                            (long) unit.n,
                            BigDecimal.valueOf(unit.total).setScale(4, RoundingMode.HALF_UP)))));
    Map<String, Row> found = new HashMap<>();
    Standardised.differences(spark().createDataFrame(rows, UNITS))
        .collectAsList()
        .forEach(row -> found.put(row.getAs("measure"), row));
    return found;
  }

  private static int[] allAccounts() {
    int[] once = new int[120];
    java.util.Arrays.fill(once, 1);
    return once;
  }

  /** The difference and the number of cells, each account counted so many times. */
  private static double[] standardised(List<Unit> units, int[] times) {
    Map<String, double[]> cells = new HashMap<>();
    for (Unit unit : units) {
      double[] cell = cells.computeIfAbsent(unit.cell, any -> new double[4]);
      int way = unit.way.equals("in_house") ? 0 : 2;
      cell[way] += times[unit.account] * unit.n;
      cell[way + 1] += times[unit.account] * unit.total;
    }
    double all = 0;
    double sum = 0;
    int common = 0;
    for (double[] cell : cells.values()) {
      if (cell[0] >= 30 && cell[2] >= 30) {
        common++;
        all += cell[0] + cell[2];
        sum += (cell[0] + cell[2]) * (cell[1] / cell[0] - cell[3] / cell[2]);
      }
    }
    return new double[] {sum / all, common};
  }

  private static double bootstrapError(List<Unit> units) {
    Random random = new Random(11);
    double sum = 0;
    double squares = 0;
    int rounds = 1000;
    for (int round = 0; round < rounds; round++) {
      int[] times = new int[120];
      for (int i = 0; i < 120; i++) {
        times[random.nextInt(120)]++;
      }
      double one = standardised(units, times)[0];
      sum += one;
      squares += one * one;
    }
    return Math.sqrt(squares / rounds - Math.pow(sum / rounds, 2));
  }

  private static boolean holds(Row row, double truth) {
    return row.<Double>getAs("difference_low") <= truth
        && truth <= row.<Double>getAs("difference_high");
  }

  private static double share(Map<String, Row> rows, java.util.function.Predicate<Row> which) {
    return rows.values().stream().filter(which).count() / (double) rows.size();
  }

  private static double mean(Map<String, Row> rows, String column) {
    return rows.values().stream()
        .mapToDouble(row -> row.<Double>getAs(column))
        .average()
        .orElseThrow();
  }
}
