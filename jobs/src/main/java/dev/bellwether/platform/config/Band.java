package dev.bellwether.platform.config;

import java.util.List;

/** The colours of health, as tables and scorecards write them. */
public final class Band {
  public static final String GREEN = "green";
  public static final String YELLOW = "yellow";
  public static final String RED = "red";

  /** Of an account of which too little is known. */
  public static final String UNKNOWN = "unknown";

  /** All colours that are known. */
  public static final List<String> WORST_FIRST = List.of(RED, YELLOW, GREEN);

  private Band() {}
}
