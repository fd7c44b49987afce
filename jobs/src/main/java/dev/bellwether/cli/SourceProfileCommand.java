package dev.bellwether.cli;

import dev.bellwether.platform.config.Configuration;
import dev.bellwether.platform.warehouse.Sessions;
import dev.bellwether.tools.draft.RawProfile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bellwether source profile FILE}: what a raw file holds, column by column. */
@Command(
    name = "profile",
    mixinStandardHelpOptions = true,
    description = {
      "Reads a CSV, JSON or Parquet file, and tells for each column what its values look like, how",
      "many rows have one, how many differ, the least and the greatest, and what may be the key.",
      "Of texts and ids only the pattern is shown, since they may be of people."
    },
    footerHeading = "%nExamples:%n",
    footer = "  bellwether source profile /srv/exports/acme/tickets.csv.gz")
final class SourceProfileCommand implements Callable<Integer> {
  @Mixin private HomeOptions homeOptions;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The file, or a folder of files of one kind.")
  private Path file;

  @Option(names = "--values", description = "Shows values as they are, those of people too.")
  private boolean areValuesShown;

  @Override
  public Integer call() {
    Configuration configuration = homeOptions.configuration(Optional.empty());
    SparkSession spark = Sessions.open(configuration.settings().spark());
    try {
      PrintWriter out = spec.commandLine().getOut();
      RawProfile.of(spark, file, areValuesShown).forEach(out::println);
      out.flush();
    } finally {
      spark.stop();
    }
    return 0;
  }
}
