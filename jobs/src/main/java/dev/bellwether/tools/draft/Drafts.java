package dev.bellwether.tools.draft;

import static org.apache.spark.sql.functions.btrim;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.bellwether.ingest.RawReader;
import dev.bellwether.platform.config.Source;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The tables that inputs may feed, with their accounts compared: ids of one name may be of two
 * systems.
 */
final class Drafts {
  private static final String ACCOUNT_ID = "account_id";
  private static final String KEY = "key";
  private static final double FEW = 0.5;
  private static final double NEARLY_ALL = 0.9;
  private static final int PERCENT = 100;

  private Drafts() {}

  static List<TableDraft> of(List<RawInput> inputs) {
    List<TableDraft> found = new ArrayList<>();
    for (String table : SourceWords.byTable().keySet()) {
      ColumnMatch.best(table, inputs).ifPresent(found::add);
    }
    Optional<TableDraft> accounts =
        found.stream()
            .filter(draft -> draft.table().equals(Tables.ACCOUNTS) && draft.isUsable())
            .findFirst();
    List<TableDraft> compared =
        found.stream()
            .map(draft -> accounts.map(known -> compared(draft, known)).orElse(draft))
            .toList();
    return compared.stream().map(draft -> linked(draft, compared)).toList();
  }

  /** Asks about accounts that are not among the accounts. */
  private static TableDraft compared(TableDraft draft, TableDraft accounts) {
    Mapped mine = draft.columns().get(ACCOUNT_ID);
    if (mine == null || draft.table().equals(Tables.ACCOUNTS)) {
      return draft;
    }
    String theirs = accounts.columns().get(ACCOUNT_ID).raws().get(0);
    String raw = mine.raws().get(0);
    double share = share(draft.input(), raw, accounts.input(), theirs);
    String told =
        String.format(
            Locale.ROOT,
            "%d %% of the values of %s are among %s of %s",
            (int) (share * PERCENT),
            raw,
            theirs,
            accounts.input().name());
    if (share < FEW) {
      return draft.asking(ACCOUNT_ID, "is it an id of another system? " + told);
    }
    return share < 1 ? draft.doubting(ACCOUNT_ID + ": " + told) : draft;
  }

  /** Finds accounts by another input's key, as usage may name a subscription only. */
  private static TableDraft linked(TableDraft draft, List<TableDraft> others) {
    if (!draft.isNamed() || !draft.lacking().equals(List.of(ACCOUNT_ID))) {
      return draft;
    }
    for (TableDraft other : others) {
      Optional<TableDraft.Link> link = link(draft, other);
      if (link.isPresent()) {
        return draft.linked(link.get(), ACCOUNT_ID);
      }
    }
    return draft;
  }

  private static Optional<TableDraft.Link> link(TableDraft draft, TableDraft other) {
    List<String> key = Contracts.of(other.table()).key();
    boolean isFit =
        !other.equals(draft)
            && other.isUsable()
            && other.link().isEmpty()
            && other.input().mode() == Source.Mode.SNAPSHOT
            && key.size() == 1
            && !key.get(0).equals(ACCOUNT_ID)
            && other.columns().containsKey(ACCOUNT_ID);
    if (!isFit || other.columns().get(key.get(0)).raws().size() != 1) {
      return Optional.empty();
    }
    String theirs = other.columns().get(key.get(0)).raws().get(0);
    return draft.unused().stream()
        .filter(raw -> SourceWords.plain(raw).equals(key.get(0)))
        .filter(raw -> other.input().columns().get(theirs).isKey())
        .filter(raw -> share(draft.input(), raw, other.input(), theirs) >= NEARLY_ALL)
        .map(
            raw -> new TableDraft.Link(other.input(), raw, theirs, other.columns().get(ACCOUNT_ID)))
        .findFirst();
  }

  /** The share of different values, among the first rows, that the other column has, too. */
  private static double share(RawInput input, String raw, RawInput other, String theirs) {
    Dataset<Row> mine = keys(input.rows().limit(RawInputs.ROWS_LOOKED_AT), raw);
    Dataset<Row> known = keys(other.rows(), theirs).withColumn("found", lit(1));
    Row counted =
        mine.join(known, new String[] {KEY}, "left").agg(count(KEY), count("found")).head();
    return counted.getLong(0) == 0 ? 1 : counted.getLong(1) / (double) counted.getLong(0);
  }

  private static Dataset<Row> keys(Dataset<Row> rows, String raw) {
    return rows.select(btrim(RawReader.column(rows, raw).cast("string")).as(KEY))
        .where(col(KEY).notEqual(""))
        .distinct();
  }
}
