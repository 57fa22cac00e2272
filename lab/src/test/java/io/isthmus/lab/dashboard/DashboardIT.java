package io.isthmus.lab.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.isthmus.cli.RoughServices;
import io.isthmus.cli.link.Relay;
import io.isthmus.cli.service.Checkout;
import io.isthmus.cli.service.DeviceClient;
import io.isthmus.cli.service.Payload;
import io.isthmus.cli.service.Placement;
import io.isthmus.cli.service.Processor;
import io.isthmus.cli.service.ServiceProcess;
import io.isthmus.cli.service.Services;
import io.isthmus.model.SkipsPackage;
import io.isthmus.units.DataRate;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.logging.Level;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every part of the dashboard, in a real browser before real services. */
@Tag("lab")
class DashboardIT {

  private static final Checkout CHECKOUT = Checkout.find();
  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> TILES =
      List.of(
          "Rate of the link",
          "Round trip",
          "Wait at the edge",
          "Wait on the device",
          "Device against its profile",
          "Edge against its profile");

  private static final int MOST_STOPS = 60;
  private static final int MOST_TRIES = 10;

  private static Services services;
  private static DeviceClient device;
  private static URI page;
  private static Browser browser;

  @BeforeAll
  static void startAll() throws Exception {
    assumeTrue(Browser.isInstalled(), Browser.MISSING);
    services = RoughServices.of(CHECKOUT);
    ServiceProcess edge = services.startEdge(1);
    Relay link = services.startLink(edge, DataRate.parse("16MB/s"));
    ServiceProcess started = services.startDevice("device-seen", 1, link.port(), true);
    page = started.uri().resolve("/");
    device = new DeviceClient(started.uri());
    browser = Browser.start();
    browser.size(1360, 900);
    browser.open(page);
    browser.await("the edge is met", () -> browser.text("#edge").equals("edge ready"));
    // the first crossing measures the link, and only then is there a choice
    device.infer(photographs(2), "block5");
    device.infer(photographs(2), "auto");
  }

  @AfterAll
  static void stopAll() {
    if (browser != null) {
      browser.close();
    }
    if (services != null) {
      services.close();
    }
  }

  @BeforeEach
  void aFreshPage() throws Exception {
    browser.size(1360, 900);
    browser.prefers("light");
    browser.open(page);
    browser.script("localStorage.clear()");
    browser.open(page);
    browser.await("it is live", () -> browser.text("#stream").equals("live"));
    browser.await("requests are shown", () -> browser.count("#requests li") > 0);
  }

  private static Payload photographs(int batch) throws Exception {
    List<byte[]> files = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      files.add(Files.readAllBytes(sample("coffee")));
    }
    return Payload.photographs(files);
  }

  private static Path sample(String name) {
    return CHECKOUT.samples().resolve(name + ".jpg");
  }

  private static void choose(String cut) throws Exception {
    browser.click("#cut option[value='%s']".formatted(cut));
  }

  @Test
  void liveConditionsHaveUnitsAndAges_andMoveWithTheLink() throws Exception {
    for (int i = 0; i < TILES.size(); i++) {
      String tile = ".tile:nth-child(%d) ".formatted(i + 1);
      assertThat(browser.text(tile + "dt")).isEqualTo(TILES.get(i));
      assertThat(browser.text(tile + ".value"))
          .containsPattern("[0-9]+(\\.[0-9]+)? (kB/s|MB/s|ms|× )");
      assertThat(browser.text(tile + ".age")).containsPattern("now|ago");
      assertThat(browser.count(tile + ".spark .line")).isEqualTo(1);
    }
    String before = browser.text(".tile:nth-child(1) .age");
    device.infer(photographs(4), "block5");
    browser.await(
        "the rate is of just now, no longer of " + before,
        () -> browser.text(".tile:nth-child(1) .age").startsWith("just now"));
  }

  @Test
  void aRequestAppearsByItself_asBarsOfItsParts_andOpensToSayWhy() throws Exception {
    aNewRequestIsSeen();
    assertThat(browser.text("#requests li:first-child small")).contains("4 photographs");
    for (String bars : List.of("predicted", "measured")) {
      assertThat(browser.count("#requests li:first-child .bars.%s .part".formatted(bars)))
          .isEqualTo(5);
    }
    String all =
        "Array.from(document.querySelectorAll('#requests li:first-child .bars.measured .part'))"
            + ".reduce((sum, part) => sum + Number(part.getAttribute('width')), 0)";
    assertThat(browser.number(all)).isPositive();

    assertThat(browser.find("#requests li:first-child .more").isDisplayed()).isFalse();
    browser.click("#requests li:first-child .request");
    assertThat(browser.find("#requests li:first-child .more").getText())
        .contains("is predicted at");
    browser.click("#requests-panel summary");
    assertThat(browser.find("#requests-table tbody tr").getText()).contains("4 photographs");
  }

  @Test
  void aRequestThatTheEdgeAnsweredSaysWhatWasTheBestInHindsight() throws Exception {
    // on a busy machine the device may finish a request by itself, and then nothing is known
    String newest = "";
    for (int i = 0; i < MOST_TRIES && !newest.contains("best in hindsight"); i++) {
      aNewRequestIsSeen();
      newest = browser.text("#requests li:first-child .more");
    }
    assertThat(newest).contains("best in hindsight");
  }

  private static void aNewRequestIsSeen() throws Exception {
    String before = browser.text("#requests li:first-child small");
    device.infer(photographs(4), "auto");
    browser.await(
        "a new request", () -> !browser.text("#requests li:first-child small").equals(before));
  }

  @Test
  void theChainShowsItsUnitsItsBottlenecksAndTheCutInUse() throws Exception {
    device.infer(photographs(1), "block5");
    browser.await("the cut is drawn", () -> browser.text("#chain .cut-name").equals("block5"));
    assertThat(browser.count("#chain .box")).isEqualTo(19);
    assertThat(browser.count("#chain .box[data-runs-on='device']")).isEqualTo(7);
    assertThat(browser.count("#chain .box[data-runs-on='edge']")).isEqualTo(11);
    assertThat(browser.count("#chain .bottleneck")).isEqualTo(15);
    assertThat(browser.count("#chain .bottleneck.compressive")).isEqualTo(4);
    assertThat(browser.text("#cut-now")).contains("1 photograph: block5");
    assertThat(browser.find("#chain svg").getAttribute("aria-label"))
        .contains("cut in use: block5");
    browser.click("#chain ~ details summary");
    assertThat(browser.find("#units tr.current").getText()).contains("block5", "compressive");
  }

  @Test
  void theMapShowsTheBestCutOfEveryState_andMarksThePresentOne() throws Exception {
    browser.await("the map", () -> browser.count("#map .cell") > 0);
    assertThat(browser.count("#map .cell")).isEqualTo(21 * 7);
    assertThat(browser.count("#map .cell.none"))
        .as("16, 32 and 64 images: the profiles end at %d", RoughServices.LARGEST_BATCH)
        .isEqualTo(21 * 3);
    assertThat(browser.text("#map .cell.none title")).isEqualTo("no room");
    assertThat(browser.text("#map .cell title")).containsPattern("kB/s, batch 1: .* ms");
    browser.await("the present state", () -> browser.count("#map .here") == 1);
    assertThat(browser.text("#map-now")).contains("The best single cut there is");
    assertThat(browser.count("#map-legend li")).isEqualTo(6);
    browser.click("#map-panel summary");
    browser.await("its table", () -> browser.count("#map-table tbody tr") == 21);
    assertThat(browser.count("#map-table tr.current")).isEqualTo(1);
    assertThat(browser.text("#map-table tbody tr:last-child")).contains("128 MB/s");
  }

  @Test
  void theGainIsOverLocalOffloadAndTheBestFixedCut() throws Exception {
    browser.await(
        "counted requests",
        () -> browser.text("#gain-count").matches("[1-9][0-9]* requests? counted"));
    for (int i = 1; i <= 3; i++) {
      assertThat(browser.text("#gains .gain:nth-child(%d) .ratio".formatted(i)))
          .matches("[0-9]+(\\.[0-9]+)?×");
    }
    assertThat(browser.text("#gain-panel .note")).contains("by the cost model");
    assertThat(browser.text("#accuracy")).contains("Prediction off by").contains("%");
  }

  @Test
  void aPictureIsClassified_atTheFastestCut_atAForcedOne_andAtEachCandidate() throws Exception {
    assertThat(browser.find("#run").isEnabled()).isFalse();
    browser.find("#files").sendKeys(sample("coffee") + "\n" + sample("rocket"));
    assertThat(browser.count("#thumbs img")).isEqualTo(2);
    browser.click("#run");
    browser.await("two answers", () -> browser.count(".result") == 2);
    assertThat(browser.text("#try-status")).contains("fastest", "predicted", "measured");
    assertThat(browser.text(".result .classes")).containsPattern("[a-z].*[0-9.]+ %");

    choose("7");
    assertThat(browser.find("#plan").isEnabled()).isFalse();
    browser.click("#run");
    browser.await("the forced cut", () -> browser.text("#try-status").startsWith("block5 (forced"));
    browser.await(
        "it is among the requests",
        () -> browser.text("#requests li:first-child").contains("forced"));
    choose("auto");
    assertThat(browser.find("#plan").isEnabled()).isTrue();

    browser.click("#every");
    browser.await("a row for each candidate", () -> browser.count("#answer tbody tr") == 6);
    assertThat(browser.find("#answer tbody").getText())
        .contains("offload", "block1", "block3", "block5", "block11", "local");
  }

  /** The picture of 32 x 64 pixels has a red cell of 8 x 16 in the second column and row. */
  @Test
  void boxesAreDrawnOverThePicture_andTheColoursOfAMask(@TempDir Path folder) throws Exception {
    BufferedImage picture = new BufferedImage(32, 64, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = picture.createGraphics();
    pen.setColor(Color.RED);
    pen.fillRect(8, 16, 8, 16);
    Path file = folder.resolve("red.png");
    ImageIO.write(picture, "png", file.toFile());
    Path model = SkipsPackage.writeWithoutClasses(folder.resolve("net"));
    List<String> quick = List.of("--isthmus.model.profile-batches=1", "--isthmus.edge.url=");
    try (Services own = new Services(CHECKOUT, model, folder, Placement.SHARED, quick)) {
      ServiceProcess started = own.startDevice("device-boxes", 1, Processor.FULL, List.of());
      drainLogs();
      browser.open(started.uri().resolve("/"));
      browser.await("it is live", () -> browser.text("#stream").equals("live"));
      browser.find("#files").sendKeys(file.toString());
      assertThat(browser.text("#run")).isEqualTo("Run");
      browser.click("#run");
      browser.await("a box", () -> browser.count(".drawn .box-found") == 1);
      assertThat(browser.text(".drawn .box-found text")).matches("red [67][0-9] %");
      for (String[] side :
          new String[][] {{"x", "8"}, {"y", "16"}, {"width", "8"}, {"height", "16"}}) {
        assertThat(browser.find(".box-found rect").getDomAttribute(side[0])).isEqualTo(side[1]);
      }
      assertThat(browser.find(".drawn svg").getDomAttribute("aria-label")).isEqualTo("1 box: red");
      for (String side : List.of("left", "top", "right", "bottom")) {
        String place = "document.querySelector('.drawn %s').getBoundingClientRect()." + side;
        assertThat(browser.number(place.formatted("svg")))
            .isCloseTo(browser.number(place.formatted("img")), within(0.5));
      }
      assertThat(browser.find(".drawn .mask").getDomAttribute("href")).startsWith("blob:");
      assertThat(browser.count(".result .legend li")).isBetween(1, 2);
      assertThat(browser.text(".result .classes")).contains("red", "boxes: 1 box: red");
      assertThat(complaints()).isEmpty();
    }
  }

  @Test
  void whatIsNoPictureIsRefusedInWords(@TempDir Path folder) throws Exception {
    Path text = Files.writeString(folder.resolve("notes.jpg"), "not a picture");
    browser.find("#files").sendKeys(text.toString());
    browser.click("#run");
    browser.await("the refusal", () -> browser.count("#try-status.error") == 1);
    assertThat(browser.text("#try-status")).contains("An image cannot be used");
    assertThat(browser.find("#run").isEnabled()).isTrue();
  }

  @Test
  void picturesMayBeDropped() throws Exception {
    browser.script(
        "const files = new DataTransfer();"
            + "files.items.add(new File(['x'], 'dropped.png', { type: 'image/png' }));"
            + "document.getElementById('drop').dispatchEvent("
            + "new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: files }));");
    browser.await("its name", () -> browser.count("#thumbs img[alt='dropped.png']") == 1);
    assertThat(browser.find("#run").isEnabled()).isTrue();
  }

  @Test
  void whereAKeyIsWantedOneCanBeEntered_andIsSent() throws Exception {
    browser.script(
        "const real = window.fetch;"
            + "window.fetch = (url, options) => options?.headers?.['X-API-Key'] === 'sesame'"
            + " ? real(url, options) : Promise.resolve(new Response('{}', { status: 401 }));");
    browser.find("#files").sendKeys(sample("coffee").toString());
    assertThat(browser.find("#key").isDisplayed()).isFalse();
    browser.click("#run");
    browser.await("the field", () -> browser.find("#key").isDisplayed());
    browser.find("#key").sendKeys("sesame", Keys.ENTER);
    browser.await("an answer", () -> browser.count(".result") == 1);
  }

  @Test
  void itHoldsStillWhenAsked_andCatchesUp() throws Exception {
    browser.click("#pause");
    assertThat(browser.find("#pause").getAttribute("aria-pressed")).isEqualTo("true");
    String before = browser.text("#requests li:first-child small");
    device.infer(photographs(3), "auto");
    Thread.sleep(1500); // long enough for it to be shown, were it not held
    assertThat(browser.text("#requests li:first-child small")).isEqualTo(before);
    browser.click("#pause");
    browser.await(
        "it catches up",
        () -> browser.text("#requests li:first-child small").contains("3 photographs"));
  }

  @Test
  void coloursFollowTheSystem_unlessChosen_andTheChoiceIsKept() throws Exception {
    String light = background();
    browser.prefers("dark");
    String dark = background();
    assertThat(dark).isNotEqualTo(light);
    browser.click("#theme");
    assertThat(browser.text("#theme")).contains("light");
    assertThat(background()).isEqualTo(light);
    browser.click("#theme");
    browser.prefers("light");
    assertThat(background()).isEqualTo(dark);
    browser.open(page);
    assertThat(background()).isEqualTo(dark);
    browser.click("#theme");
    assertThat(background()).isEqualTo(light);
  }

  private static String background() {
    return (String) browser.script("return getComputedStyle(document.body).backgroundColor");
  }

  @ParameterizedTest
  @ValueSource(ints = {360, 768, 1920})
  void nothingIsWiderThanTheWindow(int width) throws Exception {
    browser.size(width, 800);
    browser.await(
        "the chain is drawn for that width",
        () -> browser.number("document.querySelector('#chain svg').viewBox.baseVal.width") < width);
    browser.script("document.querySelectorAll('details').forEach(d => { d.open = true; })");
    browser.click("#requests li:first-child .request");
    assertThat(browser.number("document.documentElement.scrollWidth")).isEqualTo(width);
  }

  @Test
  void allOfItCanBeDoneWithTheKeyboard_andTheFocusIsSeen() throws Exception {
    browser.find("#files").sendKeys(sample("coffee").toString()); // enables the buttons
    browser.script("document.querySelector('.skip').focus()");
    assertThat(browser.find(".skip").getLocation().getX())
        .isNotNegative(); // seen once it is focused
    List<String> reached = new ArrayList<>();
    for (int i = 0; i < MOST_STOPS && !reached.contains("every"); i++) {
      // to no element: a file input would take the key for a file
      new Actions(browser.driver()).sendKeys(Keys.TAB).perform();
      WebElement now = browser.driver().switchTo().activeElement();
      reached.add(Objects.toString(now.getAttribute("id"), "") + now.getAttribute("class"));
    }
    assertThat(reached)
        .contains("pause", "theme", "request", "files", "cut", "plan", "run", "every");

    browser.script("document.querySelector('#requests .request').focus()");
    browser.driver().switchTo().activeElement().sendKeys(Keys.ENTER);
    assertThat(browser.find("#requests li:first-child .more").isDisplayed()).isTrue();
    String outline =
        (String) browser.script("return getComputedStyle(document.activeElement).outlineStyle");
    assertThat(outline).isEqualTo("solid");
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void axeFindsNothingToObjectTo(String scheme) throws Exception {
    browser.prefers(scheme);
    browser.find("#files").sendKeys(sample("coffee").toString());
    browser.click("#run");
    browser.await("an answer", () -> browser.count(".result") > 0);
    browser.await("the map", () -> browser.count("#map .cell") > 0);
    browser.script("document.querySelectorAll('details').forEach(d => { d.open = true; })");
    browser.click("#requests li:first-child .request");
    try (InputStream axe =
        Objects.requireNonNull(DashboardIT.class.getResourceAsStream("/axe.min.js"))) {
      browser.script(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
    }
    Object violations =
        browser
            .driver()
            .executeAsyncScript(
                "const done = arguments[0];"
                    + "axe.run().then(r => done(r.violations.map(v => v.id + ': '"
                    + " + v.nodes.map(n => n.target + ' ' + n.failureSummary).join('; '))));");
    assertThat((List<?>) violations).isEmpty();
  }

  @Test
  void nothingIsAskedOfAnotherHost_andTheBrowserHasNothingToComplainOf() throws Exception {
    drainLogs();
    browser.open(page);
    browser.await("it is live", () -> browser.text("#stream").equals("live"));
    browser.find("#files").sendKeys(sample("coffee").toString());
    browser.click("#run");
    browser.await("an answer", () -> browser.count(".result") > 0);
    List<String> asked = new ArrayList<>();
    for (LogEntry entry : browser.driver().manage().logs().get("performance")) {
      JsonNode message = JSON.readTree(entry.getMessage()).path("message");
      if (message.path("method").asString().equals("Network.requestWillBeSent")) {
        asked.add(message.at("/params/request/url").asString());
      }
    }
    assertThat(asked)
        .hasSizeGreaterThan(10)
        .allMatch(url -> url.startsWith(page.toString()) || url.startsWith("blob:" + page));
    assertThat(asked).anyMatch(url -> url.endsWith("/events"));
    assertThat(asked).noneMatch(url -> url.contains("/actuator"));
    assertThat(complaints()).isEmpty();
  }

  private static void drainLogs() {
    browser.driver().manage().logs().get("performance");
    browser.driver().manage().logs().get("browser");
  }

  private static List<String> complaints() {
    return browser.driver().manage().logs().get("browser").getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }
}
