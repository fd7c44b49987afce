package dev.bellwether.tools.export;

import dev.bellwether.platform.json.Json;
import dev.bellwether.reading.TableRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** The files that systems take in, by name, each made of rows in their order. */
public final class Exports {
  /** How many rows a file of Salesforce's Bulk API may surely hold: it ends at 100 MB. */
  static final int ROWS_OF_A_JOB = 50_000;

  /** How many records HubSpot takes in one request. */
  static final int RECORDS_OF_A_REQUEST = 100;

  private static final String NULL_OF_SALESFORCE = "#N/A";
  private static final String FORMULA = "=+-@\t\r";

  private Exports() {}

  /** One file for people and spreadsheets; null is empty, and no text begins as a formula does. */
  public static Map<String, String> csv(String table, List<TableRow> rows, Fields fields) {
    return Map.of(
        table + ".csv",
        text(CSVFormat.RFC4180, rows, fields, value -> value.map(Exports::guarded).orElse("")));
  }

  /**
   * What Bulk API 2.0 takes for an upsert: {@code job.json} to create each job with, and CSV files
   * to upload, in which null empties a field.
   *
   * @param object the object, such as Account
   * @param key the column whose field is the object's external id
   */
  public static Map<String, String> salesforce(
      String object, String key, List<TableRow> rows, Fields fields) {
    Map<String, Object> job = new LinkedHashMap<>();
    job.put("object", object);
    job.put("operation", "upsert");
    job.put("externalIdFieldName", fields.nameOf(key));
    job.put("contentType", "CSV");
    job.put("columnDelimiter", "COMMA");
    job.put("lineEnding", "LF");
    Map<String, String> files = new LinkedHashMap<>();
    files.put("job.json", Json.line(job) + "\n");
    CSVFormat format = CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();
    for (List<TableRow> part : parts(rows, ROWS_OF_A_JOB)) {
      files.put(
          numbered(files.size(), "csv"),
          text(
              format, part, fields, value -> value.map(Exports::plain).orElse(NULL_OF_SALESFORCE)));
    }
    return files;
  }

  /**
   * Bodies for HubSpot's batch upsert of an object, in which null empties a property.
   *
   * @param key the column whose property is unique
   */
  public static Map<String, String> hubspot(String key, List<TableRow> rows, Fields fields) {
    String property = fields.nameOf(key);
    Map<String, String> files = new LinkedHashMap<>();
    for (List<TableRow> part : parts(rows, RECORDS_OF_A_REQUEST)) {
      List<Object> inputs = new ArrayList<>();
      for (TableRow row : part) {
        Map<String, String> properties = new LinkedHashMap<>();
        fields
            .names()
            .forEach(
                (column, name) ->
                    properties.put(name, value(row, column).map(Exports::plain).orElse("")));
        inputs.add(
            Map.of("idProperty", property, "id", row.required(key), "properties", properties));
      }
      files.put(numbered(files.size() + 1, "json"), Json.line(Map.of("inputs", inputs)) + "\n");
    }
    return files;
  }

  private interface Cell {
    String of(Optional<Object> value);
  }

  private static String text(CSVFormat format, List<TableRow> rows, Fields fields, Cell cell) {
    StringBuilder text = new StringBuilder();
    try (CSVPrinter csv = new CSVPrinter(text, format)) {
      csv.printRecord(fields.names().values());
      for (TableRow row : rows) {
        csv.printRecord(
            fields.names().keySet().stream().map(column -> cell.of(value(row, column))));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static Optional<Object> value(TableRow row, String column) {
    return Optional.ofNullable(row.values().get(column));
  }

  private static String plain(Object value) {
    return value instanceof BigDecimal exact ? exact.toPlainString() : value.toString();
  }

  private static String guarded(Object value) {
    String text = plain(value);
    boolean isFormula =
        value instanceof String && !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
    return isFormula ? "'" + text : text;
  }

  private static List<List<TableRow>> parts(List<TableRow> rows, int size) {
    List<List<TableRow>> parts = new ArrayList<>();
    for (int start = 0; start < rows.size(); start += size) {
      parts.add(rows.subList(start, Math.min(rows.size(), start + size)));
    }
    return parts;
  }

  private static String numbered(int number, String ending) {
    return String.format(Locale.ROOT, "part-%05d.%s", number, ending);
  }
}
