package dev.bellwether.publish;

import static java.nio.file.attribute.PosixFilePermission.GROUP_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.GROUP_READ;
import static java.nio.file.attribute.PosixFilePermission.GROUP_WRITE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_EXECUTE;

import dev.bellwether.platform.config.SharingSettings;
import dev.bellwether.platform.config.SharingSettings.Readers;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.files.OwnersOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Lets those read what is published whom the settings name, and nothing else of the home: {@code
 * published/} gets the group and the mode, the home may be entered by them but not listed, and
 * everything beside is its owner's. What is published later follows {@code published/}.
 */
public final class Sharing {
  private static final String PUBLISHED = "published";
  private static final Set<PosixFilePermission> OF_THE_GROUP =
      Set.of(GROUP_READ, GROUP_WRITE, GROUP_EXECUTE);

  private final Path home;
  private final SharingSettings settings;

  private Sharing(Path home, SharingSettings settings) {
    this.home = home;
    this.settings = settings;
  }

  /**
   * Sets who may read; does nothing where the settings say nothing.
   *
   * @param home the home's folder
   * @return folders above the home that those who may read cannot enter, the highest last
   * @throws BellwetherException when there is no such group, this user may not give files to it, or
   *     the file system knows no permissions
   */
  public static List<Path> apply(Path home, SharingSettings settings) {
    if (!settings.isSet()) {
      return List.of();
    }
    try {
      return new Sharing(home.toAbsolutePath().normalize(), settings).apply();
    } catch (IOException e) {
      throw BellwetherException.configuration(
              "who may read " + home.resolve(PUBLISHED) + " cannot be set",
              e.toString(),
              "run as its owner and as a member of the group, or drop publish.group and"
                  + " publish.mode")
          .causedBy(e);
    }
  }

  private List<Path> apply() throws IOException {
    Path published = home.resolve(PUBLISHED);
    OwnersOnly.makeHome(home);
    OwnersOnly.makeFolder(published);
    GroupPrincipal group = group(published);
    protectWhatIsBeside();
    if (!isShared(published, group)) {
      share(published, group);
    }
    letThrough(group);
    return closedAbove(group);
  }

  private GroupPrincipal group(Path published) throws IOException {
    if (settings.group().isEmpty()) {
      return attributes(published).group();
    }
    String name = settings.group().get();
    try {
      return home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(name);
    } catch (UserPrincipalNotFoundException e) {
      throw BellwetherException.configuration(
              "there is no group " + name,
              "publish.group names who may read what is published",
              "name a group of this machine, or make it")
          .causedBy(e);
    }
  }

  private void protectWhatIsBeside() throws IOException {
    try (Stream<Path> children = Files.list(home)) {
      for (Path child : children.filter(some -> !Files.isSymbolicLink(some)).toList()) {
        if (!child.endsWith(PUBLISHED)) {
          OwnersOnly.protect(child);
        }
      }
    }
  }

  private boolean isShared(Path published, GroupPrincipal group) throws IOException {
    PosixFileAttributes found = attributes(published);
    return found.group().equals(group) && found.permissions().equals(mode(true));
  }

  /** The folder itself last: until then a run that was stopped begins again. */
  private void share(Path published, GroupPrincipal group) throws IOException {
    try (Stream<Path> all = Files.walk(published)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        if (!Files.isSymbolicLink(path)) {
          view(path).setGroup(group);
          view(path).setPermissions(mode(Files.isDirectory(path)));
        }
      }
    }
  }

  private Set<PosixFilePermission> mode(boolean isFolder) {
    Set<PosixFilePermission> mode =
        PosixFilePermissions.fromString(
            switch (settings.who()) {
              case OWNER -> "rwx------";
              case GROUP -> "rwxr-x---";
              case EVERYBODY -> "rwxr-xr-x";
            });
    if (!isFolder) {
      mode.removeIf(some -> some.name().endsWith("_EXECUTE"));
    }
    return mode;
  }

  /** The home may be entered; its list stays its owner's. */
  private void letThrough(GroupPrincipal group) throws IOException {
    PosixFileAttributes found = attributes(home);
    Set<PosixFilePermission> mode = EnumSet.copyOf(found.permissions());
    if (settings.who() == Readers.OWNER || canEnter(found, group)) {
      return;
    }
    boolean isGroupFree = mode.stream().noneMatch(OF_THE_GROUP::contains);
    if (settings.who() == Readers.GROUP && isGroupFree) {
      view(home).setGroup(group);
      mode.add(GROUP_EXECUTE);
    } else {
      // the home's own group is left to it, so its name tells nobody more than others
      mode.addAll(Set.of(GROUP_EXECUTE, OTHERS_EXECUTE));
    }
    view(home).setPermissions(mode);
  }

  private boolean canEnter(PosixFileAttributes folder, GroupPrincipal group) {
    boolean isOpen = folder.permissions().contains(OTHERS_EXECUTE);
    boolean isOfTheGroup =
        folder.group().equals(group) && folder.permissions().contains(GROUP_EXECUTE);
    return settings.who() == Readers.GROUP ? isOpen || isOfTheGroup : isOpen;
  }

  private List<Path> closedAbove(GroupPrincipal group) throws IOException {
    List<Path> closed = new ArrayList<>();
    if (settings.who() == Readers.OWNER) {
      return closed;
    }
    for (Path folder = home.getParent(); folder != null; folder = folder.getParent()) {
      if (!canEnter(attributes(folder), group)) {
        closed.add(folder);
      }
    }
    return closed;
  }

  private static PosixFileAttributes attributes(Path path) throws IOException {
    return view(path).readAttributes();
  }

  private static PosixFileAttributeView view(Path path) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view == null) {
      throw new IOException("the file system of " + path + " knows no groups and permissions");
    }
    return view;
  }
}
