package dev.bellwether.cli;

import dev.bellwether.platform.errors.BellwetherException;
import org.apache.logging.log4j.LogManager;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** The command line of Bellwether. */
@Command(
    name = "bellwether",
    description =
        "Customer health scores, churn predictions and renewal risk lists that can be checked.",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      TablesCommand.class,
      ShowCommand.class,
      ReportCommand.class,
      VerifyCommand.class,
      AlertsCommand.class,
      PublicationCommand.class,
      EraseCommand.class,
      RetainCommand.class,
      ServeCommand.class,
      ExportCommand.class,
      ExportAccountCommand.class,
      ConfigCommand.class,
      ScorecardCommand.class,
      SourceCommand.class,
      SupportCommand.class,
      PlaybookCommand.class,
      BacktestCommand.class,
      AutoComplete.GenerateCompletion.class,
      CommandLine.HelpCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all went well",
      "1:a data check failed; nothing was published, the last publication stays",
      "2:configuration or usage is wrong",
      "3:an error inside Bellwether",
      "75:another run is writing to the home; try again later"
    })
public final class Bellwether {
  private static final int INTERNAL = 3;

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    ParentWatch.startIfAsked();
    int exitCode = INTERNAL;
    try {
      exitCode = execute(args);
    } catch (LinkageError | OutOfMemoryError e) {
      // picocli handles exceptions only; an Error must not read as "a data check failed"
      LogManager.getLogger(Bellwether.class).error("an error inside Bellwether", e);
    }
    LogManager.shutdown();
    System.exit(exitCode);
  }

  /** Runs a command; its exit code. */
  public static int execute(String... args) {
    return commandLine().execute(args.length == 0 ? new String[] {"--help"} : args);
  }

  static CommandLine commandLine() {
    return new CommandLine(new Bellwether())
        .setExecutionExceptionHandler(Bellwether::explain)
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  private static int explain(Exception e, CommandLine line, ParseResult parsed) {
    boolean stackTrace = parsed.originalArgs().contains("--stacktrace");
    if (e instanceof BellwetherException mendable && !stackTrace) {
      line.getErr().println(line.getColorScheme().errorText("error: " + mendable.getMessage()));
      return mendable.kind().exitCode();
    }
    line.getErr().println(line.getColorScheme().errorText("internal error: " + e));
    if (stackTrace) {
      e.printStackTrace(line.getErr());
    } else {
      line.getErr().println("  fix: run again with --stacktrace, and report what it prints");
    }
    return e instanceof BellwetherException mendable ? mendable.kind().exitCode() : INTERNAL;
  }
}
