package dev.bellwether.platform.warehouse;

import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * The CPU time of Spark's tasks, on all machines, by the {@link JobDescription} of their jobs. What
 * the driver does itself, such as planning, is not in it.
 */
public final class TaskCpu extends SparkListener implements AutoCloseable {
  private static final double NANOS = 1e9;

  private final SparkContext context;
  private final Map<Integer, String> descriptions = new ConcurrentHashMap<>();
  private final Map<String, Long> nanos = new ConcurrentHashMap<>();

  private TaskCpu(SparkContext context) {
    this.context = context;
  }

  /** Counts from now on, until it is closed. */
  public static TaskCpu of(Warehouse warehouse) {
    TaskCpu cpu = new TaskCpu(warehouse.spark().sparkContext());
    cpu.context.addSparkListener(cpu);
    return cpu;
  }

  /** Seconds by description, of all tasks that have ended. */
  public Map<String, Double> seconds() {
    try {
      context.listenerBus().waitUntilEmpty();
    } catch (TimeoutException e) {
      // Spark is ten seconds behind with telling: a task is left out, and nothing else is wrong
    }
    Map<String, Double> seconds = new ConcurrentHashMap<>();
    nanos.forEach((description, sum) -> seconds.put(description, sum / NANOS));
    return seconds;
  }

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted stage) {
    Optional.ofNullable(stage.properties())
        .map((Properties properties) -> properties.getProperty(JobDescription.KEY))
        .ifPresent(description -> descriptions.put(stage.stageInfo().stageId(), description));
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd task) {
    String description = descriptions.get(task.stageId());
    if (description != null && task.taskMetrics() != null) {
      nanos.merge(description, task.taskMetrics().executorCpuTime(), Long::sum);
    }
  }

  @Override
  public void close() {
    context.removeSparkListener(this);
  }
}
