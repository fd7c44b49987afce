package dev.bellwether;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart;

/** Counts the query executions of a piece of work, by what Spark calls them. */
public final class Executions extends SparkListener {
  private final Map<String, Integer> byDescription = new ConcurrentSkipListMap<>();

  private Executions() {}

  /** The number of executions by description, nested ones too. */
  public static Map<String, Integer> of(SparkSession spark, Runnable work) {
    Executions executions = new Executions();
    spark.sparkContext().addSparkListener(executions);
    try {
      work.run();
      spark.sparkContext().listenerBus().waitUntilEmpty();
    } catch (java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException(e);
    } finally {
      spark.sparkContext().removeSparkListener(executions);
    }
    return new TreeMap<>(executions.byDescription);
  }

  /** How many executions these are. */
  public static int total(Map<String, Integer> executions) {
    return executions.values().stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public void onOtherEvent(SparkListenerEvent event) {
    if (event instanceof SparkListenerSQLExecutionStart start) {
      byDescription.merge(start.description(), 1, Integer::sum);
    }
  }
}
