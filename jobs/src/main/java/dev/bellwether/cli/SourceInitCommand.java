package dev.bellwether.cli;

import dev.bellwether.platform.config.Configuration;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.warehouse.Sessions;
import dev.bellwether.tools.draft.SourceDraft;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bellwether source init NAME FOLDER}: drafts a source's mapping from its files. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = {
      "Looks at the files in a folder, guesses which table each may feed, how its columns are",
      "called and how its dates are written, and writes conf/sources/NAME/source.yaml, which",
      "runs and says what could not be guessed."
    },
    footerHeading = "%nExamples:%n",
    footer = "  bellwether source init acme /srv/exports/acme")
final class SourceInitCommand implements Callable<Integer> {
  @Mixin private HomeOptions homeOptions;
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "NAME", description = "What to call the source.")
  private String name;

  @Parameters(index = "1", paramLabel = "FOLDER", description = "The folder of its raw files.")
  private Path folder;

  @Override
  public Integer call() {
    Path file = homeOptions.folder().resolve("sources").resolve(name).resolve("source.yaml");
    requireNew(file);
    Configuration configuration = homeOptions.configuration(Optional.empty());
    SparkSession spark = Sessions.open(configuration.settings().spark());
    try {
      SourceDraft draft = SourceDraft.of(spark, name, folder);
      write(file, draft.yaml());
      print(file, draft);
    } finally {
      spark.stop();
    }
    return 0;
  }

  private void requireNew(Path file) {
    if (!name.matches("[a-z0-9][a-z0-9_-]*")) {
      throw BellwetherException.configuration(
          "\"" + name + "\" cannot name a source",
          "it must be small letters, digits, _ and -",
          "give another name");
    }
    if (Files.exists(file)) {
      throw BellwetherException.configuration(
          file + " is there already",
          "what somebody has written is not written over",
          "give another name, or remove it");
    }
  }

  private static void write(Path file, String yaml) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, yaml);
    } catch (IOException e) {
      throw BellwetherException.configuration(
              file + " cannot be written",
              e.toString(),
              "name a folder by --conf that you may write to")
          .causedBy(e);
    }
  }

  private void print(Path file, SourceDraft draft) {
    PrintWriter out = spec.commandLine().getOut();
    draft.summary().forEach(out::println);
    out.println();
    out.println("Written:  " + file);
    out.println(
        draft.isRunnable()
            ? "Next:     read it, then ./bellwether source check " + name
            : "Next:     it needs accounts and subscriptions, or tickets alone: see its comments");
    out.flush();
  }
}
