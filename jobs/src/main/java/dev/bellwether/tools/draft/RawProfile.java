package dev.bellwether.tools.draft;

import dev.bellwether.platform.errors.BellwetherException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;

/** What a raw file holds, column by column. */
public final class RawProfile {
  private RawProfile() {}

  /**
   * Reads all of a CSV, JSON or Parquet file, or a folder of such files.
   *
   * @param areValuesShown whether values are shown as they are; else only what they look like,
   *     since they may be of people
   * @return lines for people: how it is written, rows and columns, and a line for each column
   * @throws BellwetherException when it cannot be read, or is of no such format
   */
  public static List<String> of(SparkSession spark, Path file, boolean areValuesShown) {
    RawInput input = new RawInputs(spark, file.toAbsolutePath().getParent()).of(file);
    FileProfile profile = FileProfile.of(input.rows());
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s: %s%s, %,d rows, %,d columns",
            file,
            input.format(),
            input.options().isEmpty() ? "" : " " + input.options(),
            profile.rows(),
            profile.columns().size()));
    lines.addAll(new ProfileText(profile, areValuesShown).lines());
    return lines;
  }
}
