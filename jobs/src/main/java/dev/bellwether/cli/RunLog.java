package dev.bellwether.cli;

import dev.bellwether.platform.config.EffectiveValue;
import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.files.LocalFolder;
import dev.bellwether.platform.files.OwnersOnly;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.FileAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout;
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout.EventTemplateAdditionalField;

/**
 * The log file of one run, {@code logs/RUN.log} in its home: the settings in force, what the
 * console told, what libraries complained of, and where a failure came from.
 *
 * <p>There is none where the level is off, or where the home is not a local folder.
 */
final class RunLog implements AutoCloseable {
  /** Written into the file only: the console shows it itself. */
  static final Logger CONSOLE = LogManager.getLogger("dev.bellwether.console");

  private static final String OURS = "dev.bellwether";
  private static final String STDERR = "stderr";
  private static final String NAME = "run";
  private static final PatternLayout TEXT =
      PatternLayout.newBuilder().withPattern("%d{HH:mm:ss.SSS} %-5p [%t] %c{1}: %m%n").build();

  private final Optional<Path> file;

  private RunLog(Optional<Path> file) {
    this.file = file;
  }

  /** Tells on the standard error, too, what steps do and what libraries complain of. */
  static void beVerbose() {
    Configuration logging = context().getConfiguration();
    for (LoggerConfig logger : logging.getLoggers().values()) {
      if (Level.ERROR.equals(logger.getLevel())) {
        logger.setLevel(Level.WARN);
      }
    }
    Appender stderr = logging.getAppender(STDERR);
    if (stderr != null) {
      logging.getRootLogger().removeAppender(STDERR);
      logging.getRootLogger().addAppender(stderr, Level.DEBUG, null);
    }
    Configurator.setLevel(OURS, Level.DEBUG);
  }

  /** Begins the log of a run, with the settings that it runs by; secrets are masked. */
  static RunLog open(dev.bellwether.platform.config.Configuration configuration, String runId) {
    Level level = Level.valueOf(configuration.settings().log().level().name());
    Optional<Path> file =
        level.equals(Level.OFF)
            ? Optional.empty()
            : LocalFolder.of(configuration.settings().home())
                .map(home -> home.resolve("logs").resolve(runId + ".log"))
                .filter(path -> isFolderThere(path.getParent()))
                .filter(
                    path -> isWritten(path, level, layout(configuration.settings().log(), runId)));
    CONSOLE.info(
        "bellwether {} on Java {}, {}",
        Version.ofCode(),
        System.getProperty("java.version"),
        System.getProperty("os.name"));
    for (EffectiveValue value : configuration.values()) {
      CONSOLE.info("{} = {} ({})", value.key(), value.shown(), value.origin());
    }
    return new RunLog(file);
  }

  /** Writes that a phase begins, and how much the process has worked until then. */
  static void phase(String name) {
    CONSOLE.info("{} begins after {} s of CPU", name, ProcessCpu.seconds());
  }

  /** Writes where a failure came from. */
  void failed(Throwable failure) {
    CONSOLE.error("the run failed", failure);
  }

  /** The file, if there is one. */
  Optional<Path> file() {
    return file;
  }

  @Override
  public void close() {
    phase("the end");
    if (file.isPresent()) {
      for (LoggerConfig logger : context().getConfiguration().getLoggers().values()) {
        logger.removeAppender(NAME);
      }
      context().getConfiguration().getAppender(NAME).stop();
    }
  }

  /** Made for its owner: logs tell what rows hold. */
  private static boolean isFolderThere(Path folder) {
    try {
      OwnersOnly.makeFolder(folder);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Writes into a file from now on; false where there cannot be one, which the run tells itself.
   */
  private static boolean isWritten(Path file, Level level, Layout<? extends Serializable> layout) {
    Configuration logging = context().getConfiguration();
    FileAppender appender =
        FileAppender.newBuilder()
            .setName(NAME)
            .withFileName(file.toString())
            .setLayout(layout)
            .setConfiguration(logging)
            .build();
    if (appender == null) {
      return false;
    }
    appender.start();
    logging.addAppender(appender);
    logging.getRootLogger().addAppender(appender, level, null);
    consoleLogger(logging).addAppender(appender, level, null);
    context().updateLoggers();
    if (level.isLessSpecificThan(LogManager.getLogger(OURS).getLevel())) {
      Configurator.setLevel(OURS, level);
    }
    return true;
  }

  private static Layout<? extends Serializable> layout(Settings.Log settings, String runId) {
    return switch (settings.format()) {
      case TEXT -> TEXT;
      case JSON ->
          JsonTemplateLayout.newBuilder()
              .setConfiguration(context().getConfiguration())
              .setEventTemplateUri("classpath:EcsLayout.json")
              .setEventTemplateAdditionalFields(
                  new EventTemplateAdditionalField[] {
                    field("service.name", "bellwether"), field("labels.run_id", runId)
                  })
              .build();
    };
  }

  private static EventTemplateAdditionalField field(String key, String value) {
    return EventTemplateAdditionalField.newBuilder().setKey(key).setValue(value).build();
  }

  private static LoggerConfig consoleLogger(Configuration logging) {
    LoggerConfig found = logging.getLoggerConfig(CONSOLE.getName());
    if (found.getName().equals(CONSOLE.getName())) {
      return found;
    }
    LoggerConfig own = new LoggerConfig(CONSOLE.getName(), Level.INFO, false);
    logging.addLogger(CONSOLE.getName(), own);
    return own;
  }

  private static LoggerContext context() {
    return (LoggerContext) LogManager.getContext(false);
  }
}
