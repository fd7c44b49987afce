package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.config.Secret;
import dev.bellwether.platform.contract.Contract;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Whom a table tells of: an account by its id, or a person by the keyed hash of theirs.
 *
 * @param kind which of the two
 * @param id the id as tables hold it: one that is an e-mail address in small letters
 * @param hash its keyed hash
 */
public record Subject(Kind kind, String id, long hash) {
  private static final String ACCOUNT = "account_id";
  private static final String PARENT = "parent_account_id";
  private static final String NAME = "account_name";
  private static final List<String> PERSONS = List.of("user_key", "respondent_key");

  /** What a subject is. */
  public enum Kind {
    ACCOUNT,
    USER
  }

  /**
   * The subject of an id.
   *
   * @throws dev.bellwether.platform.errors.BellwetherException when no hash key is set
   */
  public static Subject of(Kind kind, String id, Secret key) {
    String plain = plain(id.strip());
    return new Subject(kind, plain, KeyedHash.of(key, plain));
  }

  /** An id as tables hold it: an e-mail address is the same in small letters. */
  static String plain(String id) {
    return id.contains("@") ? id.toLowerCase(Locale.ROOT) : id;
  }

  /** Whether a table has rows of such a subject. */
  public boolean mayBeIn(Contract contract) {
    return owners(contract.columnNames()).findAny().isPresent()
        || (kind == Kind.ACCOUNT && contract.column(PARENT).isPresent());
  }

  /** The rows that are the subject's. */
  public Dataset<Row> only(Dataset<Row> rows) {
    return rows.where(isOfIt(rows));
  }

  /** Whether some row is the subject's, or names it. */
  public boolean isIn(Dataset<Row> rows) {
    boolean hasParent = kind == Kind.ACCOUNT && Arrays.asList(rows.columns()).contains(PARENT);
    Column names = hasParent ? coalesce(col(PARENT).equalTo(id), lit(false)) : lit(false);
    return !rows.where(isOfIt(rows).or(names)).isEmpty();
  }

  /** All other rows, and no word of the subject in them. */
  public Dataset<Row> without(Dataset<Row> rows) {
    Dataset<Row> others = rows.where(not(isOfIt(rows)));
    return kind == Kind.ACCOUNT && Arrays.asList(rows.columns()).contains(PARENT)
        ? others.withColumn(PARENT, when(not(col(PARENT).equalTo(id)), col(PARENT)))
        : others;
  }

  private Column isOfIt(Dataset<Row> rows) {
    Object value = kind == Kind.ACCOUNT ? id : (Object) hash;
    Column any =
        owners(Arrays.asList(rows.columns()))
            .map(name -> col(name).equalTo(value))
            .reduce(Column::or)
            .orElse(lit(false));
    return coalesce(any, lit(false));
  }

  private Stream<String> owners(List<String> columns) {
    return columns.stream().filter(owners(kind)::contains);
  }

  /** The columns that say whose a row is. */
  static List<String> owners(Kind kind) {
    return kind == Kind.ACCOUNT ? List.of(ACCOUNT) : PERSONS;
  }

  /** The columns that name a subject, be it the row's owner or not. */
  static List<String> names(Kind kind) {
    return kind == Kind.ACCOUNT ? List.of(ACCOUNT, PARENT, NAME) : PERSONS;
  }
}
