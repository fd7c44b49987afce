package dev.bellwether.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of the code that runs. */
final class Version implements IVersionProvider {

  /** The version that the jar was built with; "development" outside a jar. */
  static String ofCode() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"bellwether " + ofCode()};
  }
}
