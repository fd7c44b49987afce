package dev.bellwether.tools.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.prediction.Contributions;
import dev.bellwether.prediction.Example;
import dev.bellwether.prediction.Explained;
import dev.bellwether.prediction.Feature;
import dev.bellwether.prediction.FeatureTable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriversTest {

  @Test
  void theLargestValueIsTheMostAndTheSmallestTheLeastHoweverManyRowsHaveThem() {
    Driver flag = driver(1, 1, 1, 1, 1, 1, 1, 1, 1, 0);
    assertThat(flag.dots()).extracting(Driver.Dot::level).containsOnly(0.0, 1.0);
    assertThat(flag.dots().get(0).level()).isEqualTo(1);
    assertThat(flag.direction()).isEqualTo("more raises the risk");

    assertThat(driver(3, 1, 2, Double.NaN, 9).dots())
        .extracting(Driver.Dot::level)
        .containsExactly(2 / 3.0, 0.0, 1 / 3.0, Double.NaN, 1.0);
    assertThat(driver(5, 5).dots()).extracting(Driver.Dot::level).containsOnly(0.0);
    assertThat(driver(Double.NaN, Double.NaN).dots())
        .extracting(Driver.Dot::level)
        .containsOnly(Double.NaN);
  }

  /** A column of these values, each of which adds itself to the log odds. */
  private static Driver driver(double... values) {
    List<Explained> rows = new ArrayList<>();
    for (double value : values) {
      double adds = Double.isNaN(value) ? 0 : value;
      Contributions added = new Contributions(adds, 0, new double[] {adds});
      rows.add(
          new Explained(
              new Example(rows.size(), "", 0, false, new double[] {value}, new String[0]),
              added,
              added));
    }
    FeatureTable table = new FeatureTable(null, List.of(Feature.of("column")), List.of(), null);
    return Drivers.of(table, rows, "logistic").get(0);
  }
}
