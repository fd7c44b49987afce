package dev.bellwether.ingest;

import dev.bellwether.platform.errors.BellwetherException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** JSON files: a document on each line, or one array of documents. */
final class JsonFiles {
  private static final String REPEATED = "COLUMN_ALREADY_EXISTS";

  private JsonFiles() {}

  /** The files by whether they hold one array. */
  static Map<Boolean, List<RawFile>> groups(Configuration hadoop, List<RawFile> files) {
    Map<Boolean, List<RawFile>> groups = new LinkedHashMap<>();
    for (RawFile file : files) {
      FirstBytes first = FirstBytes.of(hadoop, file);
      if (first.utf16().isPresent()) {
        throw BellwetherException.configuration(
            file.path() + " is in UTF-16", "JSON is read in UTF-8", "write the file in UTF-8");
      }
      boolean isArray = first.firstCharacter() == '[';
      groups.computeIfAbsent(isArray, some -> new ArrayList<>()).add(file);
    }
    return groups;
  }

  /**
   * The files as read.
   *
   * @param read reads files
   * @throws BellwetherException when keys of their documents differ in case only
   */
  static Dataset<Row> requireDistinctKeys(
      List<RawFile> files, Function<List<RawFile>, Dataset<Row>> read) {
    try {
      return read.apply(files);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      if (!(e instanceof AnalysisException failed) || !REPEATED.equals(failed.getCondition())) {
        throw new IllegalStateException(e);
      }
      throw repeated(files, read, failed);
    }
  }

  /**
   * The rows.
   *
   * @throws BellwetherException when no line of any file is a document
   */
  static Dataset<Row> requireDocuments(Dataset<Row> rows, List<RawFile> files) {
    if (Set.of(rows.columns()).equals(Set.of(RawReader.MALFORMED, RawReader.FILE))) {
      throw BellwetherException.data(
          files.get(0).path() + " cannot be read as JSON",
          "no line of it is a document of its own, such as {\"id\": 1}",
          "write each document on one line (jq -c . does), or all as one array; of a file that is a"
              + " single document of several lines, state options: {multiLine: true}");
    }
    return rows;
  }

  private static BellwetherException repeated(
      List<RawFile> files, Function<List<RawFile>, Dataset<Row>> read, AnalysisException e) {
    if (files.size() > 1) {
      // read one by one to find the one; keys may also differ between files
      files.forEach(file -> requireDistinctKeys(List.of(file), read));
    }
    return BellwetherException.configuration(
            files.get(0).path() + " has keys that differ in case only",
            e.getMessage().lines().findFirst().orElse(REPEATED),
            "names that differ in case only are one name in SQL: rename one of them where the file"
                + " is written")
        .causedBy(e);
  }
}
