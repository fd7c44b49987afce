package dev.bellwether.tools.backtest;

import dev.bellwether.prediction.evaluation.CalibrationBin;
import dev.bellwether.prediction.evaluation.CalibrationError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** {@code predictions.csv} and {@code calibration.csv}. */
final class CsvFiles {
  private static final CSVFormat FORMAT = CSVFormat.Builder.create().setRecordSeparator("\n").get();

  private CsvFiles() {}

  /** Each row held out: its id (or else its number, from 1), what happened, and probabilities. */
  static String predictions(BacktestResult result) {
    boolean hasId = result.request().id() != null;
    List<String> methods = List.copyOf(result.evaluations().keySet());
    List<List<Object>> rows = new ArrayList<>();
    List<Object> header = new ArrayList<>(List.of(hasId ? "id" : "row", "label", "held_out_in"));
    header.addAll(methods);
    rows.add(header);
    for (HeldOut row : result.heldOut()) {
      List<Object> cells = new ArrayList<>();
      cells.add(hasId ? harmless(row.id()) : row.row() + 1);
      cells.add(row.event() ? 1 : 0);
      cells.add(row.slice());
      methods.forEach(method -> cells.add(row.probabilities().get(method)));
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

  /** A workbook would take such text for a formula; numbers are not text. */
  private static String harmless(String id) {
    boolean formula = !id.isEmpty() && "=+-@\t\r".indexOf(id.charAt(0)) >= 0;
    return formula && Double.isNaN(Cells.number(id)) ? "'" + id : id;
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
