package dev.bellwether.platform.warehouse;

import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * What Spark's log and page call the jobs of a piece of work, as in {@code step account_health}.
 */
public final class JobDescription {
  /** The key under which Spark keeps the description, for each thread and those it starts. */
  static final String KEY = "spark.job.description";

  private JobDescription() {}

  /** Does the work under a description. */
  public static <T> T during(SparkSession spark, String description, Supplier<T> work) {
    SparkContext context = spark.sparkContext();
    String before = context.getLocalProperty(KEY);
    context.setLocalProperty(KEY, description);
    try {
      return work.get();
    } finally {
      context.setLocalProperty(KEY, before);
    }
  }

  /** The same for work without a result. */
  public static void during(SparkSession spark, String description, Runnable work) {
    during(
        spark,
        description,
        () -> {
          work.run();
          return null;
        });
  }
}
