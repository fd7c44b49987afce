package dev.bellwether.cli;

import dev.bellwether.platform.config.Configuration;
import dev.bellwether.platform.config.Extract;
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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bellwether source init NAME FOLDER|URL}: drafts a mapping from files or tables. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = {
      "Looks at the files in a folder, or at the tables of a database, guesses which table each may",
      "feed, how its columns are called and how its dates are written, and writes",
      "conf/sources/NAME/source.yaml. What is sure enough is mapped and runs; what may mean",
      "something else is a comment with a question."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  bellwether source init acme /srv/exports/acme",
      "  bellwether source init acme jdbc:postgresql://db.example/crm \\",
      "    --user-env DB_USER --password-env DB_PASSWORD"
    })
final class SourceInitCommand implements Callable<Integer> {
  private static final String DATABASE = "warehouse";

  @Mixin private HomeOptions homeOptions;
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "NAME", description = "What to call the source.")
  private String name;

  @Parameters(
      index = "1",
      paramLabel = "FOLDER|URL",
      description = "The folder of its raw files, or a database's address: jdbc:….")
  private String place;

  @Mixin private DatabaseOptions databaseOptions;

  @Option(names = "--force", description = "Writes over a source.yaml that is there.")
  private boolean isForced;

  @Override
  public Integer call() {
    Path file = homeOptions.folder().resolve("sources").resolve(name).resolve("source.yaml");
    requireNew(file);
    Configuration configuration = homeOptions.configuration(Optional.empty());
    Optional<Extract.Database> database = database();
    SparkSession spark = Sessions.open(configuration.settings().spark());
    try {
      SourceDraft draft =
          database
              .map(
                  some ->
                      SourceDraft.of(
                          spark,
                          name,
                          some,
                          databaseOptions.userVariable(),
                          databaseOptions.passwordVariable()))
              .orElseGet(() -> SourceDraft.of(spark, name, Path.of(place)));
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
    if (Files.exists(file) && !isForced) {
      throw BellwetherException.configuration(
          file + " is there already",
          "what somebody has written is not written over",
          "give another name, or --force");
    }
  }

  private Optional<Extract.Database> database() {
    if (!place.startsWith("jdbc:")) {
      return Optional.empty();
    }
    return Optional.of(databaseOptions.database(DATABASE, place));
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
    if (draft.needsHashKey()) {
      out.println(
          "Needed:   export BELLWETHER_HASH_KEY=…  a long random text that hides people's ids");
    }
    out.println(
        draft.isRunnable()
            ? "Now:      read it, then ./bellwether source check " + name
            : "Now:      it needs accounts and subscriptions, or tickets alone: answer its questions");
    out.flush();
  }
}
