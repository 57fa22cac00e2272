package io.isthmus.lab.dashboard;

import io.isthmus.cli.FailedException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A headless Chromium of this machine, with a profile of its own that ends with it. */
public final class Browser implements AutoCloseable {

  /** What to tell whoever has none. */
  public static final String MISSING =
      "this needs Chromium and its driver: apt-get install chromium chromium-driver";

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(50);

  private final Path profile;
  private final ChromeDriver driver;

  private Browser(Path profile, ChromeDriver driver) {
    this.profile = profile;
    this.driver = driver;
  }

  /** Whether there is one. */
  public static boolean isInstalled() {
    return onPath("chromium").isPresent() && onPath("chromedriver").isPresent();
  }

  private static Optional<Path> onPath(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(folder -> Path.of(folder).resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts one.
   *
   * @throws FailedException if there is none
   */
  public static Browser start() throws FailedException, IOException {
    Path chromium = onPath("chromium").orElseThrow(() -> new FailedException(MISSING));
    Path chromedriver = onPath("chromedriver").orElseThrow(() -> new FailedException(MISSING));
    Path profile = Files.createTempDirectory("isthmus-browser");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox", // it shows our own pages only, and root may not have one
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--hide-scrollbars",
        "--user-data-dir=" + profile);
    options.setCapability("goog:loggingPrefs", Map.of("browser", "ALL", "performance", "ALL"));
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(chromedriver.toFile())
            .usingAnyFreePort()
            .build();
    return new Browser(profile, new ChromeDriver(service, options));
  }

  /** Selenium's handle of it. */
  public ChromeDriver driver() {
    return driver;
  }

  /** Loads a page. */
  public void open(URI page) {
    driver.get(page.toString());
  }

  /** Gives the page a size in CSS pixels. */
  public void size(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Lets the system prefer that colour scheme: {@code light} or {@code dark}. */
  public void prefers(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** Runs a script; its last words, such as {@code return 1}, are the answer. */
  public Object script(String script, Object... arguments) {
    Object answer = driver.executeScript(script, arguments);
    return answer == null ? "" : answer;
  }

  /** A number that an expression gives. */
  public double number(String expression) {
    return ((Number) script("return " + expression)).doubleValue();
  }

  /** The text of the first element that a selector finds; empty if there is none. */
  public String text(String selector) {
    return (String)
        script("return document.querySelector(arguments[0])?.textContent ?? ''", selector);
  }

  /** How many elements a selector finds. */
  public int count(String selector) {
    return driver.findElements(By.cssSelector(selector)).size();
  }

  /** The first element that a selector finds. */
  public WebElement find(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  /** Clicks it as a person would, after having scrolled there. */
  public void click(String selector) throws FailedException, InterruptedException {
    script("document.querySelector(arguments[0]).scrollIntoView({block: 'center'})", selector);
    await(
        "click on " + selector,
        () -> {
          find(selector).click();
          return true;
        });
  }

  /**
   * Waits until something is so; what was replaced meanwhile is looked at again.
   *
   * @param what is said if it does not become so
   */
  public void await(String what, Callable<Boolean> condition)
      throws FailedException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!holds(condition)) {
      if (System.nanoTime() > end) {
        throw new FailedException("waited %d s in vain: %s".formatted(PATIENCE.toSeconds(), what));
      }
      Thread.sleep(POLL.toMillis());
    }
  }

  private static boolean holds(Callable<Boolean> condition) throws FailedException {
    try {
      return condition.call();
    } catch (StaleElementReferenceException e) {
      return false;
    } catch (RuntimeException | FailedException e) {
      throw e;
    } catch (Exception e) {
      throw new FailedException(e.toString());
    }
  }

  /** A picture of what is in the window, as PNG. */
  public byte[] picture() {
    return driver.getScreenshotAs(OutputType.BYTES);
  }

  @Override
  public void close() {
    driver.quit();
    try (Stream<Path> files = Files.walk(profile)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException | UncheckedIOException e) {
      profile.toFile().deleteOnExit(); // it still writes there: a temporary folder is left behind
    }
  }
}
