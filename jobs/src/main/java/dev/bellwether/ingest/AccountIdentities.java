package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.config.Secret;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.warehouse.Warehouse;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Finds the accounts of rows that name them by another system's ids. An id that is not known, or
 * that is known as two accounts', stays as {@code SYSTEM:ID}: an account that there is not, which
 * no other system's id can be taken for.
 *
 * @param system the system, as the identities name it
 */
public record AccountIdentities(String system) {
  private static final String ACCOUNT = "account_id";
  private static final String ID = "_source_id";
  private static final String ONLY = "_only_account";
  private static final int IDS_NAMED = 5;

  /**
   * What a SELECT yields, if it has the columns of account_identities.
   *
   * @param where names the mapping in errors
   * @throws BellwetherException when it lacks one
   */
  static Dataset<Row> checked(String where, Dataset<Row> identities) {
    List<String> needed = Contracts.of(Tables.ACCOUNT_IDENTITIES).columnNames();
    List<String> yielded = Arrays.asList(identities.columns());
    if (!yielded.containsAll(needed)) {
      throw BellwetherException.configuration(
          where + ": its SELECT does not fit the table",
          "it yields " + String.join(", ", yielded),
          "select " + String.join(", ", needed));
    }
    return identities;
  }

  /**
   * The rows with the accounts' own ids.
   *
   * @param rows what a SELECT made
   * @param identities {@code source_system, source_id, account_id}
   */
  Dataset<Row> resolved(Dataset<Row> rows, Dataset<Row> identities) {
    if (!Arrays.asList(rows.columns()).contains(ACCOUNT)) {
      return rows;
    }
    Dataset<Row> given = rows.withColumn(ID, text(rows, ACCOUNT));
    Column own = coalesce(col(ONLY), concat(lit(prefix()), col(ID)));
    Column[] columns =
        Arrays.stream(rows.columns())
            .map(name -> name.equals(ACCOUNT) ? own.as(ACCOUNT) : given.col(name))
            .toArray(Column[]::new);
    return given.join(perId(identities), ID, "left").select(columns);
  }

  private Dataset<Row> perId(Dataset<Row> identities) {
    Column account = text(identities, ACCOUNT);
    return identities
        .where(text(identities, "source_system").equalTo(system))
        .groupBy(text(identities, "source_id").as(ID))
        .agg(when(min(account).equalTo(max(account)), min(account)).as(ONLY));
  }

  /**
   * Rows whose account the system's id should tell, and does not.
   *
   * @param system the system
   * @param rows how many rows
   * @param largest the ids of most rows, those of the most first, with their rows; as the rows have
   *     them, so that an erasure finds them in logs
   */
  record Unresolved(String system, long rows, Map<String, Long> largest) {}

  /** What of these rows was not resolved. */
  Unresolved unresolved(Dataset<Row> rows) {
    Dataset<Row> strange = rows.where(col(ACCOUNT).startsWith(prefix()));
    Map<String, Long> largest = new LinkedHashMap<>();
    strange
        .groupBy(ACCOUNT)
        .agg(count(lit(1)).as("rows"))
        .orderBy(col("rows").desc(), col(ACCOUNT))
        .limit(IDS_NAMED)
        .collectAsList()
        .forEach(row -> largest.put(row.getString(0), row.getLong(1)));
    return new Unresolved(system, strange.count(), largest);
  }

  private String prefix() {
    return prefix(system);
  }

  private static String prefix(String system) {
    return system + ":";
  }

  /**
   * A subject under all that rows call it: an account by each id of another system that was not
   * resolved when its rows were read, or no longer would be; itself last.
   */
  public static List<Subject> allOf(Warehouse warehouse, Subject subject, Secret hashKey) {
    if (subject.kind() != Subject.Kind.ACCOUNT || !warehouse.exists(Tables.ACCOUNT_IDENTITIES)) {
      return List.of(subject);
    }
    Stream<Subject> others =
        subject
            .only(warehouse.read(Tables.ACCOUNT_IDENTITIES))
            .select("source_system", "source_id")
            .distinct()
            .collectAsList()
            .stream()
            .map(row -> prefix(row.getString(0)) + row.getString(1))
            .sorted()
            .map(id -> Subject.of(Subject.Kind.ACCOUNT, id, hashKey));
    return Stream.concat(others, Stream.of(subject)).toList();
  }

  private static Column text(Dataset<Row> rows, String column) {
    return ValueReader.withoutCaseOfMail(
        ValueReader.text(rows.col(column), rows.schema().apply(column).dataType()));
  }
}
