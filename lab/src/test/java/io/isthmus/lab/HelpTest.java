package io.isthmus.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.cli.Outcome;
import io.isthmus.cli.service.Checkout;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the command line tells of itself: the launcher and every command, also those to come. */
class HelpTest {

  private static final Pattern MERGE_MARK = Pattern.compile("(?m)^(<{7}|={7}|>{7}|\\|{7})");
  private static final Checkout CHECKOUT = Checkout.find();

  static Stream<String> commands() {
    return Reference.commands(Lab.commandLine()).stream()
        .map(command -> command.getCommandSpec().qualifiedName().substring("isthmus ".length()));
  }

  /** Commands that do something themselves. */
  static Stream<String> working() {
    return Reference.commands(Lab.commandLine()).stream()
        .filter(command -> command.getCommand() instanceof java.util.concurrent.Callable)
        .map(command -> command.getCommandSpec().qualifiedName().substring("isthmus ".length()));
  }

  private static void isReadable(String help) {
    assertThat(help).doesNotContain("\u001b").doesNotContainPattern(MERGE_MARK);
    assertThat(help.lines()).allMatch(line -> line.length() <= 100);
  }

  private static String help(String command) {
    Outcome outcome = Outcome.of(Lab.commandLine(), (command + " --help").split(" ", -1));
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.err()).isEmpty();
    return outcome.out();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasHelp_withoutColourWhereItIsNotForATerminal(String command) {
    String help = help(command);
    isReadable(help);
    assertThat(help).contains("Usage: isthmus " + command, "Exit codes:\n");
  }

  @ParameterizedTest
  @MethodSource("working")
  void everyCommandThatWorksShowsAnExampleThatIsRight(String command) {
    String help = help(command);
    assertThat(help).contains("\nExample:\n  ./isthmus " + command);
    String examples = help.substring(help.indexOf("\nExample:\n")).replace("\\\n", " ");
    List<String> lines = examples.lines().filter(line -> line.contains("./isthmus ")).toList();
    for (String line : lines) {
      String[] words = line.strip().split(" +", -1);
      assertThat(words[0]).isEqualTo("./isthmus");
      Lab.commandLine().parseArgs(Arrays.copyOfRange(words, 1, words.length)); // throws if wrong
    }
  }

  @ParameterizedTest
  @MethodSource("working")
  void everyCommandThatWorksCanPrintJson(String command) {
    assertThat(help(command)).contains("--json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "edge", "device"})
  void theLaunchersOwnHelpIsReadable(String command) throws Exception {
    String[] words = command.isEmpty() ? new String[0] : new String[] {command};
    String help = Reference.launcherHelp(CHECKOUT.launcher(), words);
    isReadable(help);
    assertThat(help).contains("Usage: isthmus");
  }

  @Test
  void theLauncherListsTheCommandsThatThereAre_andNoOther() throws Exception {
    String help = Reference.launcherHelp(CHECKOUT.launcher());
    Set<String> listed =
        Pattern.compile("(?m)^  ([a-z]+(?: \\| [a-z]+)*)( [A-Z\\[\\]]+)? {2,}\\S")
            .matcher(help)
            .results()
            .flatMap(match -> Stream.of(match.group(1).split(" \\| ", -1)))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> there = names(Lab.commandLine());
    there.addAll(List.of("edge", "device", "export"));
    assertThat(listed).isEqualTo(there);
  }

  @Test
  void theLauncherListsEveryBenchmark() throws Exception {
    String help = Reference.launcherHelp(CHECKOUT.launcher());
    String list = help.substring(help.indexOf("documentation claims:"), help.indexOf("\n\nEvery"));
    String names = list.substring(list.indexOf(':') + 1);
    Set<String> listed =
        Stream.of(names.strip().split(",\\s+", -1)).collect(Collectors.toCollection(TreeSet::new));
    CommandLine bench = Objects.requireNonNull(Lab.commandLine().getSubcommands().get("bench"));
    assertThat(listed).isEqualTo(names(bench));
  }

  private static Set<String> names(CommandLine of) {
    return of.getSubcommands().values().stream()
        .filter(command -> !command.getCommandSpec().usageMessage().hidden())
        .map(CommandLine::getCommandName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void theReferenceInTheDocumentationIsWhatTheCommandsSay() throws Exception {
    String page = Files.readString(ReferenceCommand.page(CHECKOUT));
    String now = Reference.into(page, Reference.of(Lab.commandLine(), CHECKOUT.launcher()));
    assertThat(page).as("run ./isthmus reference --write").isEqualTo(now);
    assertThat(page).doesNotContainPattern(MERGE_MARK);
  }
}
