package dev.bellwether.marts.support;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.last_day;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.marts.cuts.Cuts;
import dev.bellwether.marts.cuts.Shares;
import dev.bellwether.platform.asof.AsOf;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The users that there are to ask for help: those active in the 28 days up to a month's end.
 * Requests are set against them for the accounts whose users are known, and no others.
 */
final class ActiveUsers {
  /** Cuts of accounts, whose groups have users of their own; all others share everybody's. */
  private static final Map<String, Column> CUTS =
      Map.of("segment", col("segment"), "region", col("country"));

  private static final String[] KEY = {"month", "users_cut", "users_value"};

  private ActiveUsers() {}

  /**
   * Users of each account at each month-end at which they are known.
   *
   * @param features rows of account_features
   * @return {@code account_id, month, users}
   */
  static Dataset<Row> known(Dataset<Row> features) {
    return features
        .where(col(AsOf.DATE).equalTo(last_day(col(AsOf.DATE))))
        .where(col("active_users_28d").isNotNull())
        .select(col("account_id"), col(AsOf.DATE).as("month"), col("active_users_28d").as("users"));
  }

  /** Tickets with {@code has_users}: whether users of their account and month are known. */
  static Dataset<Row> marked(Dataset<Row> tickets, Optional<Dataset<Row>> users) {
    if (users.isEmpty()) {
      return tickets.withColumn("has_users", lit(false));
    }
    Dataset<Row> accounts =
        users.get().select(col("account_id"), col("month"), lit(true).as("has_users"));
    return tickets
        .withColumn("month", last_day(col("created_on")))
        .join(accounts, new String[] {"account_id", "month"}, "left")
        .drop("month");
  }

  /**
   * Adds {@code active_users}, {@code contacts_per_100_users} and {@code contacts_covered_share} to
   * months with {@code requests} and {@code requests_with_users}.
   *
   * @param users those that are known, with the {@code segment} and {@code country} of their
   *     account
   */
  static Dataset<Row> withContacts(Dataset<Row> months, Optional<Dataset<Row>> users) {
    return users
        .map(rows -> withUsers(months, perGroup(rows)))
        .orElse(months.withColumn("active_users", lit(null).cast("bigint")))
        .withColumn(
            "requests_with_users",
            when(col("active_users").isNotNull(), col("requests_with_users")))
        .withColumn(
            "contacts_per_100_users",
            Shares.of("requests_with_users", "active_users").multiply(100))
        .withColumn("contacts_covered_share", Shares.of("requests_with_users", "requests"));
  }

  private static Dataset<Row> withUsers(Dataset<Row> months, Dataset<Row> users) {
    Column hasOwn = col(Cuts.CUT).isin(CUTS.keySet().toArray());
    return months
        .withColumn("users_cut", when(hasOwn, col(Cuts.CUT)).otherwise(Cuts.ALL))
        .withColumn("users_value", when(hasOwn, col(Cuts.VALUE)).otherwise(Cuts.ALL))
        .join(broadcast(users), KEY, "left")
        .drop("users_cut", "users_value");
  }

  private static Dataset<Row> perGroup(Dataset<Row> users) {
    return Cuts.explodeEach(users, CUTS)
        .withColumnRenamed(Cuts.CUT, "users_cut")
        .withColumnRenamed(Cuts.VALUE, "users_value")
        .groupBy("month", "users_cut", "users_value")
        .agg(sum("users").as("active_users"));
  }
}
