package dev.bellwether.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The pictures that the README shows, made anew of a demo's page by {@code mvn -pl jobs test
 * -Dtest=PagePicturesTest -Dbellwether.pictures=FOLDER}, where the folder is that of a page.
 */
class PagePicturesTest {
  private static final Path IMAGES = Path.of("../docs/images");
  private static final List<String> PICTURES =
      List.of("morning.png", "account.png", "trust.png", "phone.png");

  /** An account that a model has much to say of. */
  private static final String TELLING =
      "data.rows.find((row) => row.situation === 'upcoming' && row.reasons.length === 3"
          + " && row.action).id";

  private static final long LARGEST = 250_000;

  @Test
  void thePicturesOfTheReadmeAreThereAndSmall() throws IOException {
    String readme = Files.readString(Path.of("../README.md"));
    for (String picture : PICTURES) {
      assertThat(IMAGES.resolve(picture)).exists();
      assertThat(Files.size(IMAGES.resolve(picture))).as(picture).isLessThan(LARGEST);
      assertThat(readme).contains("docs/images/" + picture);
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "bellwether.pictures", matches = ".+")
  void picturesAreTakenOfADemo() throws IOException {
    Path page = Path.of(System.getProperty("bellwether.pictures")).resolve("index.html");
    Files.createDirectories(IMAGES);
    try (Browser browser = new Browser()) {
      Page desk = browser.open(page.toAbsolutePath(), "", 1280, 1000);
      picture(desk, "morning.png");
      desk.locator("#trust")
          .screenshot(
              new com.microsoft.playwright.Locator.ScreenshotOptions()
                  .setPath(IMAGES.resolve("trust.png")));
      desk.evaluate("scrollTo(0, 0)");
      desk.evaluate("location.hash = 'account=' + " + TELLING);
      desk.locator("dialog[open]:not([aria-busy])").waitFor();
      picture(desk, "account.png");
      Page phone = browser.open(page.toAbsolutePath(), "", 390, 844);
      phone.emulateMedia(
          new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK).setMedia(Media.SCREEN));
      phone.reload();
      phone.locator("#rows").scrollIntoViewIfNeeded();
      phone.evaluate("document.querySelector('#rows').scrollIntoView()");
      picture(phone, "phone.png");
    }
  }

  private static void picture(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(IMAGES.resolve(name))
            .setAnimations(com.microsoft.playwright.options.ScreenshotAnimations.DISABLED));
  }
}
