package dev.bellwether.facts.billing;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;

/**
 * Accounts that belong together: a parent, its children and theirs, by whatever the source said of
 * them at any time. Who has merged into whom is decided within a family.
 */
final class Families {
  static final String FAMILY = "family";
  private static final String ACCOUNT = "account_id";
  private static final String PARENT = "parent_account_id";

  private static final UserDefinedFunction JOINED =
      udf(
          (UDF1<scala.collection.Seq<Row>, Map<String, String>>)
              ties -> families(scala.jdk.javaapi.CollectionConverters.asJava(ties)),
          DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType));

  private Families() {}

  /**
   * The family of each account that has a parent or is one. All ties of children meet in one task.
   *
   * @param accounts accounts in all their versions
   * @return {@code account_id, family}; a family is named after one of its accounts
   */
  static Dataset<Row> of(Dataset<Row> accounts) {
    return accounts
        .where(col(PARENT).isNotNull().and(col(PARENT).notEqual(col(ACCOUNT))))
        .agg(collect_list(struct(ACCOUNT, PARENT)).as("ties"))
        .select(explode(JOINED.apply(col("ties"))).as(new String[] {ACCOUNT, FAMILY}));
  }

  private static Map<String, String> families(List<Row> ties) {
    Map<String, String> towards = new HashMap<>();
    for (Row tie : ties) {
      String one = last(tie.getString(0), towards);
      String other = last(tie.getString(1), towards);
      boolean isInOrder = one.compareTo(other) < 0;
      towards.put(one, isInOrder ? one : other);
      towards.put(other, isInOrder ? one : other);
    }
    Map<String, String> families = new HashMap<>();
    towards.keySet().forEach(account -> families.put(account, last(account, towards)));
    return families;
  }

  /** Whom an account leads to; the way there is shortened for the next time. */
  private static String last(String account, Map<String, String> towards) {
    String next = account;
    while (!towards.getOrDefault(next, next).equals(next)) {
      next = towards.get(next);
    }
    if (!next.equals(account)) {
      towards.put(account, next);
    }
    return next;
  }
}
