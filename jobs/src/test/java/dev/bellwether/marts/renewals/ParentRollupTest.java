package dev.bellwether.marts.renewals;

import dev.bellwether.SparkTest;
import dev.bellwether.platform.config.Scorecard;
import dev.bellwether.platform.config.Settings.ParentHealth;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class ParentRollupTest extends SparkTest {

  private static final Scorecard.Bands BANDS = new Scorecard.Bands(65, 40, 2);

  @Test
  void aParentAndItsChildrenAreToldByTheirArrTheirWeightedScoreAndTheWorstBand() {
    assertSameRows(
        table(
            "account_id string, parent_arr decimal(18,2), parent_weighted_score double,"
                + " parent_worst_band string",
            "group | 1000 | 65 | red",
            "large | 1000 | 65 | red",
            "alone | null | null | null",
            "child_of_none | 50 | 30 | green",
            "without_rate | null | null | unknown"),
        ofGroups(ParentHealth.WORST)
            .select("account_id", "parent_arr", "parent_weighted_score", "parent_worst_band"));
  }

  @Test
  void theParentsHealthInAWordIsTheWorstBandOrThatOfTheWeightedScoreAsTheSettingSays() {
    String columns = "account_id string, parent_band string";
    assertSameRows(
        table(
            columns,
            "group | red",
            "large | red",
            "alone | null",
            "child_of_none | green",
            "without_rate | unknown"),
        ofGroups(ParentHealth.WORST).select("account_id", "parent_band"));
    assertSameRows(
        table(
            columns,
            "group | green",
            "large | green",
            "alone | null",
            "child_of_none | red",
            "without_rate | unknown"),
        ofGroups(ParentHealth.WEIGHTED).select("account_id", "parent_band"));
  }

  private static Dataset<Row> ofGroups(ParentHealth parentHealth) {
    return ParentRollup.join(
        table(
            "as_of_date date, account_id string, parent_account_id string",
            "2026-06-30 | group | null",
            "2026-06-30 | large | group",
            "2026-06-30 | alone | null",
            "2026-06-30 | child_of_none | gone",
            "2026-06-30 | without_rate | abroad"),
        table(
            "as_of_date date, account_id string, account_arr decimal(18,2), band string,"
                + " score double",
            "2026-06-30 | group | 0 | unknown | null",
            "2026-06-30 | large | 750 | green | 80",
            "2026-06-30 | small | 250 | red | 20",
            "2026-05-31 | small | 9999 | red | 1",
            "2026-06-30 | alone | 10 | red | 5",
            "2026-06-30 | child_of_none | 50 | green | 30",
            "2026-06-30 | without_rate | null | unknown | null"),
        table(
            "as_of_date date, account_id string, parent_account_id string",
            "2026-06-30 | large | group",
            "2026-06-30 | small | group",
            "2026-05-31 | small | group",
            "2026-06-30 | child_of_none | gone",
            "2026-06-30 | without_rate | abroad"),
        parentHealth,
        BANDS);
  }

  @Test
  void ofThreeLevelsEachIsToldItsParentAndTheParentsChildren() {
    String accounts = "as_of_date date, account_id string, parent_account_id string";
    String[] three = {
      "2026-06-30 | top | null",
      "2026-06-30 | middle | top",
      "2026-06-30 | bottom | middle",
      "2026-06-30 | own_parent | own_parent"
    };
    assertSameRows(
        table(
            "account_id string, parent_arr decimal(18,2), parent_weighted_score double,"
                + " parent_worst_band string",
            "top | 700 | 40 | red",
            "middle | 700 | 40 | red",
            "bottom | 750 | 41 | red",
            "own_parent | null | null | null"),
        ParentRollup.join(
                table(accounts, three),
                table(
                    "as_of_date date, account_id string, account_arr decimal(18,2), band string,"
                        + " score double",
                    "2026-06-30 | top | 100 | green | 90",
                    "2026-06-30 | middle | 600 | red | 31.666667",
                    "2026-06-30 | bottom | 150 | green | 80",
                    "2026-06-30 | own_parent | 10 | red | 5"),
                table(accounts, three),
                ParentHealth.WORST,
                BANDS)
            .selectExpr(
                "account_id",
                "parent_arr",
                "round(parent_weighted_score, 0) AS parent_weighted_score",
                "parent_worst_band"));
  }
}
