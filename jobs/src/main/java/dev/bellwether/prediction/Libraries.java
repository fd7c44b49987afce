package dev.bellwether.prediction;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.apache.spark.SparkContext;

/** The versions of the libraries that train and score. */
public final class Libraries {
  private Libraries() {}

  /** In words, such as {@code spark 4.0.1, xgboost 3.1.1}. */
  public static String versions() {
    return "spark " + SparkContext.getOrCreate().version() + ", xgboost " + xgboost();
  }

  private static String xgboost() {
    try (InputStream stream =
        Libraries.class.getResourceAsStream("/xgboost4j-version.properties")) {
      Properties properties = new Properties();
      if (stream != null) {
        properties.load(stream);
      }
      return properties.getProperty("version", "of unknown version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
