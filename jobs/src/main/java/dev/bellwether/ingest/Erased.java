package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.config.Secret;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.warehouse.Warehouse;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Whom a home has erased, by keyed hashes, which tell nobody who it was: their rows in raw files do
 * not come back, and are not counted either.
 */
public final class Erased {
  private final Set<Object> accounts = new HashSet<>();
  private final Set<Object> users = new HashSet<>();

  private Erased() {}

  /** Whom the home has erased. */
  static Erased of(Warehouse warehouse) {
    Erased erased = new Erased();
    if (warehouse.exists(Tables.ERASURE)) {
      for (Row row : warehouse.read(Tables.ERASURE).collectAsList()) {
        boolean isAccount = row.<String>getAs("kind").equals("account");
        (isAccount ? erased.accounts : erased.users).add(row.getAs("subject_hash"));
      }
    }
    return erased;
  }

  /** Records that a subject is erased, unless it is recorded already. */
  public static void record(Warehouse warehouse, Subject subject, String reason, Instant now) {
    Erased known = of(warehouse);
    boolean isAccount = subject.kind() == Subject.Kind.ACCOUNT;
    if ((isAccount ? known.accounts : known.users).contains(subject.hash())) {
      return;
    }
    Row row =
        RowFactory.create(
            subject.kind().name().toLowerCase(Locale.ROOT),
            subject.hash(),
            Timestamp.from(now),
            reason);
    warehouse.append(Tables.ERASURE, List.of(row));
  }

  /** The rows of all others, ids of people hashed already. */
  Dataset<Row> without(Dataset<Row> rows, Secret key) {
    List<String> columns = Arrays.asList(rows.columns());
    Dataset<Row> others = rows;
    if (!accounts.isEmpty()) {
      if (columns.contains("account_id")) {
        others = others.where(not(isErased(col("account_id"), key)));
      }
      if (columns.contains("parent_account_id")) {
        Column parent = col("parent_account_id");
        others = others.withColumn("parent_account_id", when(not(isErased(parent, key)), parent));
      }
    }
    for (String person : List.of("user_key", "respondent_key")) {
      if (!users.isEmpty() && columns.contains(person)) {
        Column isOne = coalesce(col(person).isin(users.toArray()), lit(false));
        others = others.where(not(isOne));
      }
    }
    return others;
  }

  private Column isErased(Column id, Secret key) {
    Column hash = KeyedHash.with(key).apply(id);
    return coalesce(hash.isin(accounts.toArray()), lit(false));
  }
}
