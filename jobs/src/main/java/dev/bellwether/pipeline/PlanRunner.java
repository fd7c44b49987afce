package dev.bellwether.pipeline;

import dev.bellwether.platform.step.Step;
import dev.bellwether.platform.warehouse.JobDescription;
import dev.bellwether.platform.warehouse.Warehouse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Runs the steps of a plan, each as soon as those before it in the flow of tables have ended. */
final class PlanRunner {
  private static final Logger LOG = LogManager.getLogger(PlanRunner.class);

  private final List<Step> plan;
  private final Warehouse warehouse;
  private final RunListener listener;
  private final List<RunLedger.StepRun> done = Collections.synchronizedList(new ArrayList<>());

  PlanRunner(List<Step> plan, Warehouse warehouse, RunListener listener) {
    this.plan = plan;
    this.warehouse = warehouse;
    this.listener = listener;
  }

  /**
   * Runs all steps whose required inputs exist or are made, and has what they made written.
   *
   * @return what they did, in order of ending
   */
  List<RunLedger.StepRun> run(StepRunner runner, int width) {
    ExecutorService threads = Executors.newFixedThreadPool(width);
    try {
      Map<String, CompletableFuture<Void>> makers = new HashMap<>();
      List<CompletableFuture<Void>> written = new ArrayList<>();
      for (Step step : runnable()) {
        CompletableFuture<?>[] before =
            step.tables()
                .allReads()
                .filter(makers::containsKey)
                .map(makers::get)
                .toArray(CompletableFuture[]::new);
        CompletableFuture<Void> made =
            CompletableFuture.allOf(before)
                .thenRunAsync(named("", step, () -> run(runner, step)), threads);
        step.tables().makes().forEach(table -> makers.put(table, made));
        written.add(made.thenRunAsync(named("write ", step, () -> runner.write(step)), threads));
      }
      CompletableFuture.allOf(written.toArray(CompletableFuture[]::new)).join();
      return List.copyOf(done);
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException runtime ? runtime : e;
    } finally {
      threads.shutdown();
    }
  }

  private List<Step> runnable() {
    List<Step> runnable = new ArrayList<>();
    Set<String> made = new TreeSet<>();
    for (Step step : plan) {
      if (step.tables().reads().stream()
          .allMatch(name -> made.contains(name) || warehouse.exists(name))) {
        runnable.add(step);
        made.addAll(step.tables().makes());
      }
    }
    return runnable;
  }

  /** Work under the name that Spark's web interface and event log show for its jobs. */
  private Runnable named(String what, Step step, Runnable work) {
    return () -> {
      LOG.debug("{}{} begins", what, step.name());
      JobDescription.during(warehouse.spark(), what + step.name(), work);
    };
  }

  private void run(StepRunner runner, Step step) {
    long start = System.nanoTime();
    Map<String, Long> rows = runner.compute(step);
    double seconds = (System.nanoTime() - start) / 1e9;
    String name = step.name();
    long total = rows.values().stream().mapToLong(Long::longValue).sum();
    done.add(new RunLedger.StepRun(name, step.tables().makes(), total, seconds));
    listener.stepDone(name, rows, seconds);
  }
}
