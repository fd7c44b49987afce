package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bellwether.platform.config.Secret;
import dev.bellwether.platform.config.Source;
import dev.bellwether.platform.contract.Column;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Contracts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;

/**
 * Finds the lines that refused rows stood on. Spark does not count lines, so the files of refused
 * rows are read once more: good rows cost nothing.
 */
final class RefusedLines {
  private static final int MOST_ROWS = 100;
  private static final long MOST_BYTES = 64L << 20;
  private static final Set<String> WITH_LINES = Set.of("csv", "json");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Configuration hadoop;
  private final Source.Input input;
  private final Batch batch;
  private final Secret hashKey;
  private final Set<String> hashed = new HashSet<>();

  RefusedLines(Configuration hadoop, Source.Input input, Batch batch, Secret hashKey) {
    this.hadoop = hadoop;
    this.input = input;
    this.hashKey = hashKey;
    this.batch = batch;
    Contract contract = Contracts.of(batch.table());
    for (Column column : contract.columns()) {
      if (column.hashedFrom() != null) {
        hashed.add(column.name());
      }
    }
  }

  /**
   * A refused row that is looked for: by the keyed hash of its line, or by the values in it.
   *
   * @param hash the hash; empty of a row that could be split
   */
  private record Sought(String key, String hash, List<String> values) {
    boolean isByHash() {
      return !hash.isEmpty();
    }

    boolean isOn(String line, String hashOfLine) {
      return isByHash()
          ? hash.equals(hashOfLine)
          : !values.isEmpty() && values.stream().allMatch(value -> Words.holds(line, value));
    }
  }

  /**
   * Adds {@code line} to refused rows, as the contract of quarantine describes it.
   *
   * @param refused {@code reason, raw, file}
   */
  Dataset<Row> in(Dataset<Row> refused) {
    Map<String, Long> lines = new HashMap<>();
    if (WITH_LINES.contains(input.format())) {
      Map<String, List<Sought>> perFile = new HashMap<>();
      refused
          .where(col("file").isNotNull().and(col("raw").isNotNull()))
          .select("file", "raw")
          .limit(MOST_ROWS)
          .collectAsList()
          .forEach(
              row ->
                  perFile
                      .computeIfAbsent(local(row.getString(0)), file -> new ArrayList<>())
                      .add(sought(row.getString(0), row.getString(1))));
      batch.files().stream()
          .filter(file -> file.bytes() <= MOST_BYTES)
          .filter(file -> perFile.containsKey(local(file.path())))
          .forEach(file -> find(perFile.get(local(file.path())), file, lines));
    }
    if (lines.isEmpty()) {
      return refused.withColumn("line", lit(null).cast("bigint"));
    }
    UDF2<String, String, Long> line = (file, raw) -> lines.get(file + raw);
    return refused.withColumn("line", udf(line, DataTypes.LongType).apply(col("file"), col("raw")));
  }

  private static String local(String file) {
    return new Path(file).toUri().getPath();
  }

  private Sought sought(String file, String raw) {
    try {
      JsonNode row = JSON.readTree(raw);
      List<String> values = new ArrayList<>();
      row.properties()
          .forEach(
              field -> {
                if (!hashed.contains(field.getKey())) {
                  values.add(field.getValue().asText().strip());
                }
              });
      // the longest is the rarest, and is looked for first
      values.sort(Comparator.comparing(String::length).reversed());
      boolean isOfLine = row.has(Refusals.CHARACTERS);
      // without a key to hash by, a line that could not be split is not found again
      return isOfLine
          ? new Sought(file + raw, row.path(Refusals.HASH).asText("no hash"), List.of())
          : new Sought(file + raw, "", values);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a refused row is no JSON", e);
    }
  }

  /**
   * The first line of each row; a line is hashed once, and only where one is sought by its hash.
   */
  private void find(List<Sought> rows, RawFile file, Map<String, Long> lines) {
    List<Sought> left = new ArrayList<>(rows);
    UnaryOperator<String> hash =
        hashKey.isSet() && rows.stream().anyMatch(Sought::isByHash)
            ? KeyedHash.inHex(hashKey)
            : line -> "";
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                FirstBytes.open(hadoop, file), new CsvHeaders(hadoop, input).encoding(file)))) {
      String text = reader.readLine();
      for (long number = 1; text != null && !left.isEmpty(); number++) {
        String line = text;
        String hashOfLine = hash.apply(line);
        long found = number;
        left.removeIf(
            row -> {
              boolean isHere = row.isOn(line, hashOfLine);
              if (isHere) {
                lines.put(row.key(), found);
              }
              return isHere;
            });
        text = reader.readLine();
      }
    } catch (IOException e) {
      throw FirstBytes.unreadable(file, e);
    }
  }
}
