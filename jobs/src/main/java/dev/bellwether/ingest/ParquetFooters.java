package dev.bellwether.ingest;

import dev.bellwether.platform.errors.BellwetherException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation.UnknownLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** The schemas of Parquet files, as their footers tell. */
final class ParquetFooters {
  private ParquetFooters() {}

  /**
   * The files by their schema, without columns that hold nothing but nulls: these have no type.
   *
   * @throws BellwetherException when a file is not Parquet, or columns of it differ in case only
   */
  static Map<MessageType, List<RawFile>> groups(Configuration hadoop, List<RawFile> files) {
    Map<MessageType, List<RawFile>> groups = new LinkedHashMap<>();
    for (RawFile file : files) {
      MessageType schema = schema(hadoop, file);
      requireDistinctNames(schema, file);
      groups.computeIfAbsent(typed(schema), some -> new ArrayList<>()).add(file);
    }
    return groups;
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
    List<Type> typed =
        schema.getFields().stream()
            .filter(
                field ->
                    !(field.getLogicalTypeAnnotation() instanceof UnknownLogicalTypeAnnotation))
            .toList();
    return new MessageType("rows", typed);
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
