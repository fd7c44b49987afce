package dev.bellwether.marts.support;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sqrt;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Differences between ways of doing something, at an equal mix: direct standardisation over the
 * cells in which both ways have enough units, with intervals by account.
 *
 * <p>In each common cell the means of both ways differ by d; the difference at equal mix is the
 * mean of d, cells weighted by the units of both. Its variance is that of the sum of accounts'
 * influences (linearised, clustered by account: Huber 1967; Cochran, Sampling Techniques, 9A), to
 * which an account adds by its own deviation from each cell's mean, and by what it weighs. That is
 * what a bootstrap by account estimates, without its hundreds of passes.
 */
final class Standardised {
  /** Units of each way that a cell needs. */
  static final int CELL = 30;

  /** Accounts of each way that a cell needs: one alone shows no spread between accounts. */
  private static final int ACCOUNTS = 2;

  private static final double Z = 1.959963984540054;
  private static final String[] SUBJECT = {"measure", "dimension"};
  private static final WindowSpec PAIR =
      Window.partitionBy("measure", "dimension", "way", "other_way");

  private Standardised() {}

  /**
   * Every pair of ways that share a cell, the one before the other in the alphabet.
   *
   * @param units {@code measure, dimension, way, cell, account_id, units, total}: units of an
   *     account in a cell, and the sum of what is measured of them
   * @return one row per measure, dimension, way and other_way: {@code n, other_n, accounts, cells,
   *     cells_of_one_account, share_dropped, crude_difference, mean, other_mean, difference,
   *     difference_low, difference_high}
   */
  static Dataset<Row> differences(Dataset<Row> units) {
    Dataset<Row> cells =
        units
            .groupBy("measure", "dimension", "way", "cell")
            .agg(
                sum("units").cast("double").as("n"),
                sum("total").cast("double").as("total"),
                count(col("account_id")).as("cell_accounts"));
    Dataset<Row> common = commonCells(cells);
    Dataset<Row> pairs = perPair(common);
    return withCrude(withIntervals(pairs, influences(units, common, pairs)), cells);
  }

  private static Dataset<Row> commonCells(Dataset<Row> cells) {
    Dataset<Row> enough = cells.where(col("n").geq(CELL));
    Dataset<Row> one =
        enough
            .withColumnRenamed("n", "n_one")
            .withColumnRenamed("total", "t_one")
            .withColumnRenamed("cell_accounts", "a_one");
    Dataset<Row> other =
        enough
            .withColumnRenamed("way", "other_way")
            .withColumnRenamed("n", "n_other")
            .withColumnRenamed("total", "t_other")
            .withColumnRenamed("cell_accounts", "a_other");
    Column isOfOne = least(col("a_one"), col("a_other")).lt(ACCOUNTS);
    return one.join(other, new String[] {SUBJECT[0], SUBJECT[1], "cell"}, "inner")
        .where(col("way").lt(col("other_way")))
        .withColumn("cells_of_one_account", count_if(isOfOne).over(PAIR))
        .where(not(isOfOne))
        .withColumn("m_one", col("t_one").divide(col("n_one")))
        .withColumn("m_other", col("t_other").divide(col("n_other")))
        .withColumn("both", col("n_one").plus(col("n_other")))
        .withColumn("d", col("m_one").minus(col("m_other")));
  }

  private static Dataset<Row> perPair(Dataset<Row> common) {
    Column weight = sum("both");
    return common
        .groupBy("measure", "dimension", "way", "other_way")
        .agg(
            sum("n_one").cast("bigint").as("n"),
            sum("n_other").cast("bigint").as("other_n"),
            weight.as("all_units"),
            count(lit(1)).as("cells"),
            max("cells_of_one_account").as("cells_of_one_account"),
            sum(col("both").multiply(col("m_one"))).divide(weight).as("mean"),
            sum(col("both").multiply(col("m_other"))).divide(weight).as("other_mean"),
            sum(col("both").multiply(col("d"))).divide(weight).as("difference"));
  }

  /** What each account adds to the difference, beyond its mean. */
  private static Dataset<Row> influences(
      Dataset<Row> units, Dataset<Row> common, Dataset<Row> pairs) {
    String[] pair = {SUBJECT[0], SUBJECT[1], "way", "other_way"};
    Dataset<Row> cells =
        common.join(
            pairs.select("measure", "dimension", "way", "other_way", "all_units", "difference"),
            pair,
            "inner");
    Dataset<Row> theirs = units.withColumnRenamed("way", "own_way");
    Column isOne = col("own_way").equalTo(col("way"));
    Column mean = when(isOne, col("m_one")).otherwise(col("m_other"));
    Column cellSize = when(isOne, col("n_one")).otherwise(col("n_other").multiply(-1));
    Column deviation =
        col("both")
            .divide(col("all_units"))
            .multiply(col("total").cast("double").minus(col("units").multiply(mean)))
            .divide(cellSize);
    Column weighs =
        col("units").divide(col("all_units")).multiply(col("d").minus(col("difference")));
    return theirs
        .join(cells, new String[] {SUBJECT[0], SUBJECT[1], "cell"}, "inner")
        .where(isOne.or(col("own_way").equalTo(col("other_way"))))
        .groupBy(col("measure"), col("dimension"), col("way"), col("other_way"), col("account_id"))
        .agg(sum(deviation.plus(weighs)).as("influence"));
  }

  private static Dataset<Row> withIntervals(Dataset<Row> pairs, Dataset<Row> influences) {
    Column g = count(lit(1));
    Column variance =
        sum(col("influence").multiply(col("influence"))).multiply(g).divide(g.minus(1));
    Dataset<Row> errors =
        influences
            .groupBy("measure", "dimension", "way", "other_way")
            .agg(countDistinct(col("account_id")).as("accounts"), sqrt(variance).as("error"));
    Column width = col("error").multiply(Z);
    return pairs
        .join(errors, new String[] {SUBJECT[0], SUBJECT[1], "way", "other_way"}, "inner")
        .withColumn("difference_low", col("difference").minus(width))
        .withColumn("difference_high", col("difference").plus(width));
  }

  /** The difference as it stands, and how much of both lies outside of common cells. */
  private static Dataset<Row> withCrude(Dataset<Row> pairs, Dataset<Row> cells) {
    Dataset<Row> ways =
        cells
            .groupBy("measure", "dimension", "way")
            .agg(sum("n").as("n_all"), sum("total").as("t_all"));
    Dataset<Row> others =
        ways.withColumnRenamed("way", "other_way")
            .withColumnRenamed("n_all", "other_n_all")
            .withColumnRenamed("t_all", "other_t_all");
    Column kept = col("all_units").divide(col("n_all").plus(col("other_n_all")));
    Column crude =
        col("t_all").divide(col("n_all")).minus(col("other_t_all").divide(col("other_n_all")));
    return pairs
        .join(ways, new String[] {SUBJECT[0], SUBJECT[1], "way"}, "inner")
        .join(others, new String[] {SUBJECT[0], SUBJECT[1], "other_way"}, "inner")
        .withColumn("crude_difference", crude)
        .withColumn("share_dropped", abs(lit(1).minus(coalesce(kept, lit(0)))));
  }
}
