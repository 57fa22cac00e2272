package io.isthmus.lab.soak;

import io.isthmus.cli.Claim;
import io.isthmus.cli.Markdown;
import io.isthmus.cli.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a soak shows, as text, as JSON and as a page. */
final class SoakReport {

  private static final double MOST_GROWTH_MB = 32;

  private final Soak.Plan plan;
  private final String modelPackage;
  private final Soak.Outcome outcome;

  SoakReport(Soak.Plan plan, String modelPackage, Soak.Outcome outcome) {
    this.plan = plan;
    this.modelPackage = modelPackage;
    this.outcome = outcome;
  }

  /** The JSON form; MB are 10^6 bytes. */
  record Result(Soak.Plan plan, String modelPackage, Soak.Outcome outcome, List<Claim> claims) {}

  Result json() {
    return new Result(plan, modelPackage, outcome, claims());
  }

  List<Claim> claims() {
    Tally.Counts counts = outcome.counts();
    Resources before = outcome.before().resources();
    Resources after = outcome.after().resources();
    List<Claim> claims = new ArrayList<>();
    claims.add(Claim.atMost("lost requests", 0, counts.lost(), ""));
    claims.add(Claim.atMost("wrong answers", 0, counts.wrong(), ""));
    claims.add(
        Claim.atMost(
            "bad requests answered otherwise", 0, outcome.badRequests().surprises().size(), ""));
    claims.add(
        Claim.atMost(
            "the device's resident memory at rest grew by",
            MOST_GROWTH_MB,
            after.residentMb() - before.residentMb(),
            "MB"));
    claims.add(
        Claim.atMost(
            "an edge's resident memory in the second half of its life grew by",
            MOST_GROWTH_MB,
            outcome.lives().stream().mapToDouble(MortalEdge.Life::growthMb).max().orElse(0),
            "MB"));
    claims.add(
        Claim.atMost(
            "more threads at rest than before", 0, after.threads() - before.threads(), ""));
    claims.add(
        Claim.atMost(
            "more open files and sockets at rest", 0, after.handles() - before.handles(), ""));
    claims.add(
        Claim.atMost("native memories of requests at rest", 0, outcome.after().openMemories(), ""));
    return claims;
  }

  String text() {
    Table table = Table.of("after requests", "device MB", "threads", "handles");
    rows().forEach(row -> table.row(row.toArray(String[]::new)));
    return "%s%n%n%s%n%n%s%s".formatted(summary(), table, Claim.lines(claims()), trouble("\n"));
  }

  String markdown() {
    Markdown page = new Markdown();
    page.heading(1, "Soak");
    page.paragraph(
        "Written by `./isthmus soak %s --requests %d --concurrency %d --edge-life %d --out FILE`."
            .formatted(
                modelPackage, plan.requests(), plan.concurrency(), plan.edgeLife().toSeconds()));
    page.paragraph(summary());
    page.table(List.of("claim", "limit", "here", ""), claims().stream().map(this::row).toList());
    page.paragraph(
        "The device while it is asked, and at rest before (after %d requests) and after:"
            .formatted(plan.warmUp()));
    page.table(List.of("after requests", "device MB", "threads", "handles"), rows());
    page.paragraph("Lives of the edge, in MB of resident memory:");
    page.table(
        List.of("life", "in its middle", "at its end"),
        outcome.lives().stream()
            .map(
                life ->
                    List.of(
                        Integer.toString(outcome.lives().indexOf(life) + 1),
                        number(life.warm().residentMb()),
                        number(life.end().residentMb())))
            .toList());
    return page + trouble("\n");
  }

  private List<String> row(Claim claim) {
    return List.of(
        claim.text(),
        "%s %s %s".formatted(claim.bound(), number(claim.limit()), claim.unit()).strip(),
        number(claim.measured()),
        claim.holds() ? "holds" : "**does not hold**");
  }

  private String summary() {
    Tally.Counts counts = outcome.counts();
    BadRequestGenerator.Counts bad = outcome.badRequests();
    return String.format(
        Locale.ROOT,
        "%d requests of 1 to 8 images, %d at a time, in %.0f s: %d right (%s), %d of them finished by the device alone;"
            + " %d wrong, %d lost. 503, and asked again: %d. The edge was killed %d times."
            + " %d bad requests in between, and %d more to an edge that was dead just then.",
        plan.requests(),
        plan.concurrency(),
        outcome.seconds(),
        counts.right(),
        String.join(
            ", ",
            counts.modes().entrySet().stream()
                .map(mode -> mode.getKey() + " " + mode.getValue())
                .toList()),
        counts.degraded(),
        counts.wrong(),
        counts.lost(),
        counts.refused(),
        outcome.lives().size(),
        bad.sent(),
        bad.toNobody());
  }

  private List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("at rest", outcome.before().resources()));
    outcome.samples().forEach(s -> rows.add(row(Integer.toString(s.requests()), s.device())));
    rows.add(row("at rest", outcome.after().resources()));
    return rows;
  }

  private static List<String> row(String when, Resources device) {
    return List.of(
        when,
        number(device.residentMb()),
        Integer.toString(device.threads()),
        Integer.toString(device.handles()));
  }

  /** Examples of what went wrong; empty where nothing did. */
  private String trouble(String before) {
    List<String> examples = new ArrayList<>(outcome.counts().examples());
    examples.addAll(outcome.badRequests().surprises());
    return examples.isEmpty() ? "" : before + String.join("\n", examples) + "\n";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }
}
