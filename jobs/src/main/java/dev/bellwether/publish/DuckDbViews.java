package dev.bellwether.publish;

import dev.bellwether.platform.contract.Column;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Contracts;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/**
 * The text of {@code published/views.sql}: for DuckDB, each published table as a view in the schema
 * {@code current}, of the latest night, and in {@code history}, of every night in its latest
 * revision that stands. Comments are those of the contracts.
 *
 * <p>Folders are named, not found: no night counts twice, by a revision or by the link {@code
 * current}, and who asks two questions of the views reads one publication.
 */
final class DuckDbViews {
  static final String FILE = "views.sql";

  private static final String CURRENT = "\"current\"";
  private static final String HISTORY = "history";

  private final Storage storage;
  private final Publications publications;

  DuckDbViews(Storage storage) {
    this.storage = storage;
    this.publications = new Publications(storage);
  }

  /** Writes the file where it would not be the same; without a publication there is none. */
  void write() {
    List<PublicationId> nights = latestRevisions();
    if (nights.isEmpty()) {
      storage.delete(FILE);
      return;
    }
    String text = text(nights);
    if (!storage.exists(FILE) || !storage.read(FILE).equals(text)) {
      storage.write(FILE, text);
    }
  }

  /** By date. */
  private List<PublicationId> latestRevisions() {
    Map<LocalDate, PublicationId> latest = new TreeMap<>();
    BinaryOperator<PublicationId> later = BinaryOperator.maxBy(PublicationId::compareTo);
    publications.ids().forEach(id -> latest.merge(id.asOfDate(), id, later));
    return List.copyOf(latest.values());
  }

  private String text(List<PublicationId> nights) {
    Manifest last = publications.manifest(nights.get(nights.size() - 1));
    StringBuilder sql = new StringBuilder();
    sql.append("-- Made by Bellwether with each publication. In DuckDB: .read '");
    sql.append(FILE).append("'\n");
    for (String schema : List.of(CURRENT, HISTORY)) {
      sql.append("DROP SCHEMA IF EXISTS ").append(schema).append(" CASCADE;\n");
      sql.append("CREATE SCHEMA ").append(schema).append(";\n");
    }
    nightsOfTables(nights)
        .forEach(
            (table, ids) -> {
              if (last.tables().containsKey(table)) {
                addView(sql, CURRENT, table, List.of(last.id()), last);
              }
              addView(sql, HISTORY, table, ids, last);
            });
    return sql.toString();
  }

  private Map<String, List<PublicationId>> nightsOfTables(List<PublicationId> nights) {
    Map<String, List<PublicationId>> holding = new TreeMap<>();
    for (PublicationId night : nights) {
      storage.list(night.toString()).stream()
          .filter(Contracts::has)
          .forEach(table -> holding.computeIfAbsent(table, some -> new ArrayList<>()).add(night));
    }
    return holding;
  }

  private void addView(
      StringBuilder sql, String schema, String table, List<PublicationId> ids, Manifest last) {
    Contract contract = Contracts.of(table);
    String view = schema + "." + table;
    String files =
        ids.stream().map(id -> literal(folder(id, table))).collect(Collectors.joining(",\n  "));
    sql.append("CREATE VIEW ").append(view).append(" AS SELECT * FROM read_parquet([\n  ");
    sql.append(files).append("],\n  union_by_name = true);\n");
    comment(sql, "VIEW " + view, contract.description() + "; " + contract.grain());
    if (last.tables().containsKey(table)) {
      List<String> present =
          last.tables().get(table).schema().stream().map(Manifest.Field::name).toList();
      for (Column column : contract.columns()) {
        if (present.contains(column.name())) {
          comment(sql, "COLUMN " + view + "." + quoted(column.name()), column.description());
        }
      }
    }
  }

  private static void comment(StringBuilder sql, String of, String text) {
    sql.append("COMMENT ON ").append(of).append(" IS ").append(literal(text)).append(";\n");
  }

  /** A table's files, as DuckDB finds them: what would be a pattern in a home's name is itself. */
  private String folder(PublicationId id, String table) {
    String location = storage.location(id + "/" + table);
    String path = location.replaceFirst("^file://", "").replaceFirst("^s3a:", "s3:");
    return path.replaceAll("[\\[*?]", "[$0]") + "/*.parquet";
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static String quoted(String name) {
    return "\"" + name + "\"";
  }
}
