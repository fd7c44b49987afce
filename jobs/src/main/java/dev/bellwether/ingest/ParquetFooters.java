package dev.bellwether.ingest;

import dev.bellwether.platform.errors.BellwetherException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation.UnknownLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * The schemas of Parquet files, as their footers tell.
 *
 * @param groups the files by their schema, without columns that hold nothing but nulls: these have
 *     no type
 * @param untyped the names of such columns
 */
record ParquetFooters(Map<MessageType, List<RawFile>> groups, Set<String> untyped) {

  /**
   * The schemas of some files.
   *
   * @throws BellwetherException when a file is not Parquet, or columns of it differ in case only
   */
  static ParquetFooters of(Configuration hadoop, List<RawFile> files) {
    Map<MessageType, List<RawFile>> groups = new LinkedHashMap<>();
    Set<String> untyped = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (RawFile file : files) {
      MessageType schema = schema(hadoop, file);
      requireDistinctNames(schema, file);
      schema.getFields().stream()
          .filter(field -> !hasType(field))
          .forEach(field -> untyped.add(field.getName()));
      groups.computeIfAbsent(typed(schema), some -> new ArrayList<>()).add(file);
    }
    return new ParquetFooters(groups, untyped);
  }

  private static MessageType schema(Configuration hadoop, RawFile file) {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(new Path(file.path()), hadoop))) {
      return reader.getFileMetaData().getSchema();
    } catch (IOException | RuntimeException e) {
      throw BellwetherException.data(
              file.path() + " cannot be read as Parquet",
              String.valueOf(e.getMessage()),
              "the file may be cut or empty: deliver it again, or remove it")
          .causedBy(e);
    }
  }

  private static MessageType typed(MessageType schema) {
    return new MessageType(
        "rows", schema.getFields().stream().filter(ParquetFooters::hasType).toList());
  }

  private static boolean hasType(Type field) {
    return !(field.getLogicalTypeAnnotation() instanceof UnknownLogicalTypeAnnotation);
  }

  private static void requireDistinctNames(MessageType schema, RawFile file) {
    Map<String, String> seen = new HashMap<>();
    for (Type field : schema.getFields()) {
      String other = seen.put(field.getName().toLowerCase(Locale.ROOT), field.getName());
      if (other != null) {
        throw BellwetherException.configuration(
            file.path() + " has the columns " + other + " and " + field.getName(),
            "names that differ in case only are one name in SQL",
            "rename one of them where the file is written");
      }
    }
  }
}
