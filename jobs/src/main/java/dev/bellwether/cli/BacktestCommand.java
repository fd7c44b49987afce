package dev.bellwether.cli;

import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.warehouse.Sessions;
import dev.bellwether.tools.backtest.Backtest;
import dev.bellwether.tools.backtest.BacktestFiles;
import dev.bellwether.tools.backtest.BacktestRequest;
import dev.bellwether.tools.backtest.BacktestResult;
import dev.bellwether.tools.backtest.BacktestSummary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bellwether backtest}: tells whether a table of features predicts churn. */
@Command(
    name = "backtest",
    mixinStandardHelpOptions = true,
    description = {
      "Tells whether a table of features predicts churn.",
      "Trains, calibrates, and judges on rows that nothing was learned from; writes metrics.json,"
          + " calibration.csv, predictions.csv and report.html."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  bellwether backtest --features customers.csv --label churned --out backtest",
      "  bellwether backtest --features 'panel/*.parquet' --label churned --id account --time month"
          + " --out backtest",
      "  bellwether backtest --features train.csv --test test.csv --label status --positive left"
          + " --drop exit_survey --out backtest"
    })
final class BacktestCommand implements Callable<Integer> {
  private static final int DEFAULT_FOLDS = 5;
  private static final int MOST_FOLDS = 50;

  @Mixin private HomeOptions homeOptions;
  @Spec private CommandSpec spec;

  @Option(
      names = "--features",
      required = true,
      arity = "1..*",
      paramLabel = "FILE",
      description = "Files, folders or globs: CSV, JSON, Parquet or Delta, in any mix.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--label",
      required = true,
      paramLabel = "COLUMN",
      description = "What happened: 0/1, true/false, yes/no, churned/active, …")
  private String label;

  @Option(
      names = "--positive",
      paramLabel = "VALUE",
      description =
          "The label's value that means churn, against all others; where that does not go without"
              + " saying.")
  private Optional<String> positive = Optional.empty();

  @Option(
      names = "--id",
      paramLabel = "COLUMN",
      description =
          "Whom a row is about. Never learned from; rows of one id are held out together.")
  private Optional<String> id = Optional.empty();

  @Option(
      names = "--time",
      paramLabel = "COLUMN",
      description =
          "When a row was observed: dates, months (2024-01, 202401), or numbers that grow. Earlier"
              + " rows train and calibrate, the last 20 %% judge.")
  private String time;

  @Option(
      names = "--test",
      arity = "1..*",
      paramLabel = "FILE",
      description = "Files of a test set: their rows judge, and nothing is learned from them.")
  private List<String> test = new ArrayList<>();

  @Option(
      names = "--drop",
      arity = "1..*",
      paramLabel = "COLUMN",
      description = "Columns not to learn from, such as those filled after the outcome.")
  private List<String> drop = new ArrayList<>();

  @Option(
      names = "--revenue",
      paramLabel = "COLUMN",
      description =
          "What a row pays, to tell what is found in money; without, a column named so (mrr, arr,"
              + " revenue, monthly_charges, …), if there is one.")
  private Optional<String> revenue = Optional.empty();

  @Option(
      names = "--where",
      paramLabel = "CONDITION",
      description = "Takes only rows for which this holds, in Spark SQL: \"plan = 'pro'\".")
  private Optional<String> where = Optional.empty();

  @Option(
      names = "--option",
      paramLabel = "KEY=VALUE",
      description =
          "An option of the reader of the files, as in a source's options: repeatedNames=number,"
              + " encoding=UTF-16, sep=;, … May be given several times.")
  private Map<String, String> readerOptions = new LinkedHashMap<>();

  @Option(
      names = "--purge",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "With --time: leaves out what was observed up to N days (or units of --time) before the"
              + " calibration and test rows; give the label's horizon.")
  private double purge;

  @Option(
      names = "--folds",
      paramLabel = "K",
      description = "Without --time and --test: holds out each of K folds in turn (default: 5).")
  private Integer folds;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where to write.")
  private Path out;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of everything random (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--strict", description = "Ends with 1 when there is a warning.")
  private boolean strict;

  @Override
  public Integer call() {
    BacktestRequest request = request();
    BacktestFiles.prepare(out);
    SparkSession spark =
        Sessions.open(homeOptions.configuration(Optional.empty()).settings().spark());
    BacktestResult result;
    try {
      result = new Backtest(request).run(spark);
    } finally {
      spark.stop();
    }
    BacktestFiles.write(result, Version.ofCode(), out);
    Console console = new Console(spec.commandLine().getOut(), false);
    BacktestSummary.lines(result).forEach(console::line);
    console.line(
        "Written: "
            + out.resolve("report.html")
            + ", metrics.json, calibration.csv, predictions.csv");
    return strict && !result.warnings().isEmpty() ? BellwetherException.Kind.DATA.exitCode() : 0;
  }

  private BacktestRequest request() {
    return new BacktestRequest(
        files, label, positive, id, split(), drop, revenue, where, readerOptions, seed);
  }

  private BacktestRequest.Split split() {
    if ((time != null ? 1 : 0) + (folds != null ? 1 : 0) + (test.isEmpty() ? 0 : 1) > 1) {
      throw BellwetherException.configuration(
          "--time, --folds and --test exclude each other",
          "rows are held out by time, by lot, or as they stand in files of their own",
          "keep --test for a given test set, --time when rows were observed at different times,"
              + " else --folds");
    }
    if (time == null && purge != 0) {
      throw BellwetherException.configuration(
          "--purge needs --time",
          "only rows held out in time are before or after each other",
          "name the column that says when a row was observed: --time COLUMN");
    }
    if (!(purge >= 0)) {
      throw BellwetherException.configuration(
          String.format(Locale.ROOT, "--purge %s cannot be used", purge),
          "it is below 0, or not a number",
          "give 0 or more");
    }
    int count = folds == null ? DEFAULT_FOLDS : folds;
    if (count < 2 || count > MOST_FOLDS) {
      throw BellwetherException.configuration(
          "--folds " + count + " cannot be used",
          "folds are 2 to " + MOST_FOLDS,
          "give another number");
    }
    return time != null
        ? new BacktestRequest.InTime(time, purge)
        : test.isEmpty() ? new BacktestRequest.ByLot(count) : new BacktestRequest.TestSet(test);
  }
}
