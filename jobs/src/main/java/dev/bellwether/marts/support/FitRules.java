package dev.bellwether.marts.support;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.format_string;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.config.Settings;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rules of thumb on demand, the first that holds decides; each says its numbers. */
final class FitRules {
  private static final int FEWEST_TICKETS = 12;

  /** Shares and hours from which on tickets are hard. */
  private static final double HARD_SHARE = 0.25;

  private static final double HARD_HOURS = 24;

  /** Share of tickets with sensitive data beyond which they stay in own hands. */
  private static final double SENSITIVE_SHARE = 0.5;

  /** Escalated tickets a month up to which nobody is kept for them alone. */
  private static final double FEW_HARD = 20;

  private static final Column FEW = col("tickets").lt(FEWEST_TICKETS);
  private static final Column MEAN = col("tickets_per_month");

  private final Settings.Support settings;

  FitRules(Settings.Support settings) {
    this.settings = settings;
  }

  Dataset<Row> judge(Dataset<Row> demand) {
    return demand
        .withColumn("tenancy_fit", tenancy())
        .withColumn("first_fit", firstLine())
        .withColumn("upper_fit", upperLines())
        .withColumn("tenancy", col("tenancy_fit.way"))
        .withColumn("tenancy_reason", col("tenancy_fit.reason"))
        .withColumn("first_line", col("first_fit.way"))
        .withColumn("first_line_reason", col("first_fit.reason"))
        .withColumn("upper_lines", col("upper_fit.way"))
        .withColumn("upper_lines_reason", col("upper_fit.reason"));
  }

  private Column isRoundTheClock() {
    return col("out_of_hours_share").geq(settings.outOfHoursShare());
  }

  private Column isSeasonal() {
    return col("peak_ratio").gt(settings.peakRatio()).or(col("variation").gt(settings.variation()));
  }

  private Column isSmall() {
    return MEAN.leq(settings.sharedTickets());
  }

  /** Whether there is enough for hands of one's own between the peaks, too. */
  private Column hasBase() {
    return col("base_month_tickets").gt(settings.sharedTickets());
  }

  private static Column isHard() {
    return coalesce(col("escalated_share").gt(HARD_SHARE), lit(false))
        .or(coalesce(col("resolution_hours_median").gt(HARD_HOURS), lit(false)));
  }

  private static Column isSensitive() {
    return coalesce(col("sensitive_share").gt(SENSITIVE_SHARE), lit(false));
  }

  private Column tenancy() {
    return when(FEW, fit("unknown", tooFew()))
        .when(isSensitive(), fit("dedicated", sensitivity()))
        .when(isSmall(), fit("shared", ifBought(volume("<="))))
        .when(isSeasonal().and(not(hasBase())), fit("shared", ifBought(base("seasonal: ", "<="))))
        .when(isRoundTheClock(), fit("dedicated", clock(">=")))
        .when(isSeasonal(), fit("hybrid", base("a steady base with peaks: ", ">")))
        .otherwise(fit("dedicated", peaks("high and steady: ")));
  }

  private Column firstLine() {
    return when(FEW, fit("unknown", tooFew()))
        .when(isSensitive(), fit("in_house", sensitivity()))
        .when(isHard(), fit("in_house", hardness("hard: ")))
        .when(isRoundTheClock(), fit("outsourced", unlessSensitive(clock(">="))))
        .when(isSeasonal().and(isSmall()), fit("outsourced", unlessSensitive(peaks("seasonal: "))))
        .when(isSeasonal(), fit("outstaffed", peaks("many, with peaks: ")))
        .when(isSmall(), fit("in_house", volume("<=")))
        .otherwise(fit("outsourced", unlessSensitive(volume(">"))));
  }

  private Column upperLines() {
    Column hard = MEAN.multiply(col("escalated_share"));
    Column reason =
        format_string("%.1f escalated tickets a month, few are up to " + (int) FEW_HARD, hard);
    return when(FEW, fit("unknown", tooFew()))
        .when(isSensitive(), fit("in_house", sensitivity()))
        .when(hard.isNull(), fit("unknown", lit("it is not told which tickets are escalated")))
        .when(hard.leq(FEW_HARD), fit("consulting", reason))
        .when(isSeasonal(), fit("outstaffed", peaks("many, with peaks: ")))
        .otherwise(fit("in_house", reason));
  }

  /** Hands of one's own serve nobody else. */
  private static Column ifBought(Column reason) {
    return concat(lit("if it is bought: "), reason);
  }

  private static Column unlessSensitive(Column reason) {
    Column isTold = col("sensitive_share").isNotNull();
    return concat(reason, when(isTold, "").otherwise("; how sensitive its data is, is not told"));
  }

  private static Column fit(String way, Column reason) {
    return struct(lit(way).as("way"), reason.as("reason"));
  }

  private static Column tooFew() {
    return format_string("%d tickets, fewer than " + FEWEST_TICKETS, col("tickets"));
  }

  private Column volume(String relation) {
    return format_string("%.1f tickets a month " + relation + " " + settings.sharedTickets(), MEAN);
  }

  private Column clock(String relation) {
    return format_string(
        "%.2f of tickets out of hours " + relation + " " + settings.outOfHoursShare(),
        col("out_of_hours_share"));
  }

  private Column peaks(String what) {
    return format_string(
        what
            + "%.1f tickets a month, peak ratio %.2f (limit "
            + settings.peakRatio()
            + "), variation %.2f (limit "
            + settings.variation()
            + ")",
        MEAN,
        col("peak_ratio"),
        col("variation"));
  }

  private Column base(String what, String relation) {
    return concat(
        peaks(what),
        format_string(
            ", %d in the median month " + relation + " " + settings.sharedTickets(),
            col("base_month_tickets")));
  }

  private static Column sensitivity() {
    return format_string(
        "%.2f of tickets with sensitive data (limit " + SENSITIVE_SHARE + ")",
        col("sensitive_share"));
  }

  private static Column hardness(String what) {
    return format_string(
        what
            + "share escalated %s (limit "
            + HARD_SHARE
            + "), median resolution %s (limit "
            + HARD_HOURS
            + ")",
        told("%.2f", "escalated_share"),
        told("%.1f h", "resolution_hours_median"));
  }

  private static Column told(String format, String figure) {
    return when(col(figure).isNotNull(), format_string(format, col(figure))).otherwise("unknown");
  }
}
