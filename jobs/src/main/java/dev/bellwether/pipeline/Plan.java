package dev.bellwether.pipeline;

import dev.bellwether.step.Step;
import java.util.List;

/** The steps of a run, in the order in which data flows: the pipeline's table of contents. */
public final class Plan {
  public static final List<Step> STEPS = List.of();

  private Plan() {}
}
