package dev.bellwether.facts.billing;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import dev.bellwether.platform.asof.AsOf;
import java.sql.Date;
import java.time.LocalDate;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;

/**
 * Accounts that have merged into another: no churn, and nothing new, since the other carries on
 * their tenure and revenue. {@link FamilyMergers} says who has; a family is a parent and its
 * children.
 */
final class Mergers {
  static final String MERGED_INTO = "merged_into";
  private static final String ACCOUNT = "account_id";
  private static final String PARENT = "parent_account_id";
  private static final String FAMILY = "family";

  private Mergers() {}

  /**
   * The accounts merged by each date.
   *
   * @param subscriptionsView a view of subscriptions in the source's own accounts
   * @param accountsView a view of accounts at the same points
   * @return {@code as_of_date, account_id, merged_into}; an account is in at most one row
   */
  static Dataset<Row> perAccount(
      Dataset<Row> subscriptionsView, Dataset<Row> accountsView, ChurnGap gap) {
    Dataset<Row> services =
        members(accountsView)
            .join(
                PaidSubscriptions.of(subscriptionsView)
                    .select(AsOf.DATE, ACCOUNT, "start_date", PaidSubscriptions.SERVICE_END),
                new String[] {AsOf.DATE, ACCOUNT},
                "left");
    return followed(perFamily(services, gap));
  }

  /** Each child, and each parent, in the parent's family. */
  private static Dataset<Row> members(Dataset<Row> accountsView) {
    Dataset<Row> children =
        accountsView
            .where(col(PARENT).isNotNull().and(col(PARENT).notEqual(col(ACCOUNT))))
            .select(col(AsOf.DATE), col(ACCOUNT), col(PARENT).as(FAMILY));
    Dataset<Row> parents =
        children.select(col(AsOf.DATE), col(FAMILY).as(ACCOUNT), col(FAMILY)).distinct();
    return children.union(parents);
  }

  private static Dataset<Row> perFamily(Dataset<Row> services, ChurnGap gap) {
    int gapDays = gap.days();
    Column service = struct(ACCOUNT, "start_date", PaidSubscriptions.SERVICE_END);
    UserDefinedFunction mergers =
        udf(
            (UDF3<String, Date, scala.collection.Seq<Row>, Map<String, String>>)
                (family, day, rows) ->
                    new FamilyMergers(family, day.toLocalDate(), new ChurnGap(gapDays))
                        .of(
                            scala.jdk.javaapi.CollectionConverters.asJava(rows).stream()
                                .map(Mergers::service)
                                .toList()),
            DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType));
    return services
        .groupBy(AsOf.DATE, FAMILY)
        .agg(collect_list(service).as("services"))
        .select(
            col(AsOf.DATE),
            explode(mergers.apply(col(FAMILY), col(AsOf.DATE), col("services")))
                .as(new String[] {ACCOUNT, MERGED_INTO}));
  }

  private static FamilyMergers.Service service(Row row) {
    Date start = row.getAs("start_date");
    LocalDate none = LocalDate.MAX;
    return new FamilyMergers.Service(
        row.getAs(ACCOUNT),
        start == null ? none : start.toLocalDate(),
        start == null ? none : row.<Date>getAs(PaidSubscriptions.SERVICE_END).toLocalDate());
  }

  /** Whoever carries an account on may have merged since. */
  private static Dataset<Row> followed(Dataset<Row> direct) {
    Dataset<Row> further =
        direct.select(col(AsOf.DATE), col(ACCOUNT).as(MERGED_INTO), col(MERGED_INTO).as("further"));
    return direct
        .join(further, new String[] {AsOf.DATE, MERGED_INTO}, "left")
        .select(
            col(AsOf.DATE),
            col(ACCOUNT),
            coalesce(col("further"), col(MERGED_INTO)).as(MERGED_INTO));
  }
}
