package dev.bellwether.pipeline;

import dev.bellwether.ingest.IngestedBatch;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** Is told how a run goes on. */
public interface RunListener {

  /** A part of the run begins. */
  void phase(String name);

  /** A batch was ingested; batches of several tables are, side by side. */
  void ingested(IngestedBatch batch);

  /** The dates of the run are known: those asked for, and the month-ends computed along. */
  void dates(List<LocalDate> requested, List<LocalDate> observationPoints);

  /** A step has written its tables. */
  void stepDone(String step, Map<String, Long> rows, double seconds);
}
