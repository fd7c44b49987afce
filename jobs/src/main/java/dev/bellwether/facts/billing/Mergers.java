package dev.bellwether.facts.billing;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import dev.bellwether.platform.asof.AsOf;
import java.sql.Date;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;

/**
 * Accounts that have merged into another: no churn, and nothing new, since the other carries on
 * their tenure and revenue. {@link FamilyMergers} says who has, within {@link Families}.
 */
final class Mergers {
  static final String MERGED_INTO = "merged_into";
  private static final String ACCOUNT = "account_id";
  private static final String PARENT = "parent_account_id";

  private Mergers() {}

  /**
   * The accounts merged by each date.
   *
   * @param subscriptionsView a view of subscriptions in the source's own accounts
   * @param accountsView a view of accounts at the same points
   * @param families the families of accounts
   * @return {@code as_of_date, account_id, merged_into}: whoever carries the account on now; an
   *     account is in at most one row
   */
  static Dataset<Row> perAccount(
      Dataset<Row> subscriptionsView,
      Dataset<Row> accountsView,
      Dataset<Row> families,
      ChurnGap gap) {
    Dataset<Row> services =
        members(accountsView)
            .join(broadcast(families), ACCOUNT)
            .join(
                PaidSubscriptions.contracted(subscriptionsView)
                    .select(AsOf.DATE, ACCOUNT, "start_date", PaidSubscriptions.SERVICE_END),
                new String[] {AsOf.DATE, ACCOUNT},
                "left");
    return perFamily(services, gap);
  }

  /** Each child with its parent, and each parent; who is both is there twice. */
  private static Dataset<Row> members(Dataset<Row> accountsView) {
    Dataset<Row> children =
        accountsView
            .where(col(PARENT).isNotNull().and(col(PARENT).notEqual(col(ACCOUNT))))
            .select(AsOf.DATE, ACCOUNT, PARENT);
    Dataset<Row> parents =
        children
            .select(col(AsOf.DATE), col(PARENT).as(ACCOUNT), lit(null).cast("string").as(PARENT))
            .distinct();
    return children.union(parents);
  }

  private static Dataset<Row> perFamily(Dataset<Row> services, ChurnGap gap) {
    int gapDays = gap.days();
    Column service = struct(ACCOUNT, PARENT, "start_date", PaidSubscriptions.SERVICE_END);
    UserDefinedFunction mergers =
        udf(
            (UDF2<Date, scala.collection.Seq<Row>, Map<String, String>>)
                (day, rows) ->
                    new FamilyMergers(day.toLocalDate(), new ChurnGap(gapDays))
                        .of(
                            scala.jdk.javaapi.CollectionConverters.asJava(rows).stream()
                                .map(Mergers::service)
                                .toList()),
            DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType));
    return services
        .groupBy(AsOf.DATE, Families.FAMILY)
        .agg(collect_list(service).as("services"))
        .select(
            col(AsOf.DATE),
            explode(mergers.apply(col(AsOf.DATE), col("services")))
                .as(new String[] {ACCOUNT, MERGED_INTO}));
  }

  private static FamilyMergers.Service service(Row row) {
    Date start = row.getAs("start_date");
    LocalDate none = LocalDate.MAX;
    return new FamilyMergers.Service(
        row.getAs(ACCOUNT),
        Optional.ofNullable(row.getAs(PARENT)),
        start == null ? none : start.toLocalDate(),
        start == null ? none : row.<Date>getAs(PaidSubscriptions.SERVICE_END).toLocalDate());
  }
}
