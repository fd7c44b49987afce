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
import java.util.List;
import java.util.Locale;
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
          + " --out backtest"
    })
final class BacktestCommand implements Callable<Integer> {
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
      description = "The label's value that means churn, where that does not go without saying.")
  private String positive;

  @Option(
      names = "--id",
      paramLabel = "COLUMN",
      description =
          "Whom a row is about. Never learned from; rows of one id are held out together.")
  private String id;

  @Option(
      names = "--time",
      paramLabel = "COLUMN",
      description =
          "When a row was observed. Earlier rows train and calibrate, the last 20 %% judge.")
  private String time;

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
      description = "Without --time: holds out each of K folds in turn (default: 5).")
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
    if (time != null && folds != null) {
      throw BellwetherException.configuration(
          "--time and --folds exclude each other",
          "rows are held out by time or by lot",
          "keep --time when rows were observed at different times, else --folds");
    }
    if (time == null && purge != 0) {
      throw BellwetherException.configuration(
          "--purge needs --time",
          "rows held out by lot are not before or after each other",
          "name the column that says when a row was observed: --time COLUMN");
    }
    int count = folds == null ? 5 : folds;
    if (count < 2 || count > MOST_FOLDS || !(purge >= 0)) {
      throw BellwetherException.configuration(
          count < 2 || count > MOST_FOLDS
              ? "--folds " + count + " cannot be"
              : String.format(Locale.ROOT, "--purge %s cannot be", purge),
          "folds are 2 to " + MOST_FOLDS + ", and a purge is at least 0",
          "give another number");
    }
    return new BacktestRequest(files, label, positive, id, time, count, purge, seed);
  }
}
