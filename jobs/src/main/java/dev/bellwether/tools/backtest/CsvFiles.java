package dev.bellwether.tools.backtest;

import dev.bellwether.prediction.evaluation.CalibrationBin;
import dev.bellwether.prediction.evaluation.CalibrationError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** {@code predictions.csv} and {@code calibration.csv}. */
final class CsvFiles {
  private static final CSVFormat FORMAT = CSVFormat.Builder.create().setRecordSeparator("\n").get();

  /** A function, a reference to elsewhere, or a command to another program. */
  private static final Pattern CALL = Pattern.compile("^[+@-].*[(!|]", Pattern.DOTALL);

  private CsvFiles() {}

  /** Each row held out: its id (or else its number, from 1), what happened, and probabilities. */
  static String predictions(BacktestResult result) {
    boolean hasId = result.request().id().isPresent();
    List<String> methods = List.copyOf(result.evaluations().keySet());
    List<List<Object>> rows = new ArrayList<>();
    List<Object> header = new ArrayList<>(List.of(hasId ? "id" : "row", "label", "held_out_in"));
    header.addAll(methods);
    header.add("beyond_learned");
    rows.add(header);
    for (HeldOut row : result.heldOut()) {
      List<Object> cells = new ArrayList<>();
      cells.add(hasId ? harmless(row.id()) : row.row() + 1);
      cells.add(row.event() ? 1 : 0);
      cells.add(row.slice());
      methods.forEach(method -> cells.add(row.probabilities().get(method)));
      cells.add(String.join(" ", row.beyond()));
      rows.add(cells);
    }
    return csv(rows);
  }

  /** The bins of each method, from the lowest probability to the highest. */
  static String calibration(BacktestResult result) {
    List<List<Object>> rows = new ArrayList<>();
    rows.add(
        List.of("method", "bin", "n", "events", "lowest", "highest", "mean_probability", "rate"));
    for (String method : result.evaluations().keySet()) {
      int number = 1;
      for (CalibrationBin bin : CalibrationError.bins(result.forecasts(method).levels())) {
        rows.add(
            List.of(
                method,
                number++,
                bin.n(),
                bin.events(),
                bin.lowest(),
                bin.highest(),
                bin.meanProbability(),
                bin.rate()));
      }
    }
    return csv(rows);
  }

  /** How many ids are not written as they are. */
  static long guardedIds(BacktestResult result) {
    return result.request().id().isEmpty()
        ? 0
        : result.heldOut().stream().filter(row -> isFormula(row.id())).count();
  }

  private static String harmless(String id) {
    return isFormula(id) ? "'" + id : id;
  }

  /**
   * Whether a spreadsheet would run such text. After + and -, only what calls something is: other
   * ids stay as they are, so that they still join.
   */
  private static boolean isFormula(String id) {
    String text = id.stripLeading();
    return text.startsWith("=") || CALL.matcher(text).find();
  }

  private static String csv(List<List<Object>> rows) {
    StringBuilder text = new StringBuilder();
    try (CSVPrinter printer = new CSVPrinter(text, FORMAT)) {
      printer.printRecords(rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
