package dev.bellwether.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrowserOpenerTest {
  @Test
  void eachSystemHasItsOwnCommand() {
    assertThat(BrowserOpener.of("Linux").command()).containsExactly("xdg-open");
    assertThat(BrowserOpener.of("Mac OS X").command()).containsExactly("open");
    assertThat(BrowserOpener.of("Windows 11").command().get(0)).isEqualTo("rundll32");
  }

  @Test
  void theAddressIsOneArgumentWhateverIsInIt(@TempDir Path folder) {
    Path opened = folder.resolve("opened");
    String page = "file:/a page; \"b\" $HOME";
    new BrowserOpener(List.of("sh", "-c", "printf %s \"$1\" > \"$0\"", opened.toString()))
        .open(page);
    assertThat(opened).hasContent(page);
  }

  @Test
  void whatOpensNothingIsAnErrorThatNamesThePage() {
    assertThatThrownBy(() -> new BrowserOpener(List.of("no-such-opener")).open("file:/a/page.html"))
        .hasMessageContaining("no browser was opened")
        .hasMessageContaining("file:/a/page.html");
    assertThatThrownBy(() -> new BrowserOpener(List.of("false")).open("file:/a/page.html"))
        .hasMessageContaining("false ended with 1");
  }

  @Test
  void aPageOfAnObjectStoreIsRefused() {
    assertThatThrownBy(
            () -> new BrowserOpener(List.of("true")).open("s3a://bucket/report/index.html"))
        .hasMessageContaining("does not lie on this machine");
  }
}
