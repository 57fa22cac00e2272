package io.isthmus.lab.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.isthmus.TestModel;
import io.isthmus.cli.Csv;
import io.isthmus.cli.UsageException;
import io.isthmus.network.Network;
import io.isthmus.units.DataRate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {

  private static final Cell CELL = new Cell(DataRate.parse("1MB/s"), InputPolicy.FRAMES, 4);
  private static final Network NETWORK = TestModel.model().network();

  @TempDir private Path folder = Path.of("");

  @Test
  void rowsComeBackAsTheyWereWritten_andFurtherOnesFollow() throws Exception {
    Observation first = Rows.row("1MB/s", 4, "frames", "block1 (3)", 1, 12.3456);
    Observation second = Rows.row("1MB/s", 4, "frames", "isthmus", 2, 7, 5.5, false);
    Results.open(folder).add(first);
    Results.open(folder).add(second);

    assertThat(Results.read(folder)).containsExactly(first, second);
    assertThat(Results.open(folder).rows()).containsExactly(first, second);
  }

  @Test
  void aRowIsFlatInCsv() {
    assertThat(Csv.header(Observation.class))
        .isEqualTo(
            "model,share,rate,batch,input,policy,round,client_ms,device_ms,predicted_ms,bound_ms,"
                + "decode_ms,head_ms,transfer_ms,queue_ms,tail_ms,plan,mode,degraded,identical,"
                + "changed,problem");
    assertThat(Csv.header(Report.CellRow.class))
        .isEqualTo("model,share,rate,input,batch,policy,count,median_ms,spread_ms,plan,degraded");
  }

  @Test
  void aRowThatWasWrittenByHandIsRead() throws Exception {
    Files.writeString(
        folder.resolve(Results.FILE),
        Csv.header(Observation.class)
            + """

            net,0.25,1MB/s,4,frames,isthmus,2,7.0,6.0,9.0,5.5,0.5,1.5,2.5,0.25,3.5,"4@3",split,false,true,0,
            """);

    assertThat(Results.read(folder))
        .containsExactly(Rows.row("1MB/s", 4, "frames", "isthmus", 2, 7, 5.5, true));
  }

  @Test
  void aLostAnswerKeepsItsReasonOnOneLine() throws Exception {
    Observation lost = Rows.lost("1MB/s", 4, "photos", "local", 1);
    Results.open(folder).add(lost);

    assertThat(Results.read(folder)).containsExactly(lost);
    assertThat(lost.isLost()).isTrue();
    assertThat(lost.result().problem()).isEqualTo("no answer, \"as it says\"");
    assertThat(folder.resolve(Results.FILE)).content().hasLineCount(2);
  }

  @Test
  void aRowThatWasCutOffIsDropped_andTheNextBeginsALineOfItsOwn() throws Exception {
    Observation row = Rows.row("1MB/s", 4, "frames", "local", 1, 10);
    Results.open(folder).add(row);
    Files.writeString(
        folder.resolve(Results.FILE), "net,0.25,1MB/s,4,fra", StandardOpenOption.APPEND);

    Results opened = Results.open(folder);
    opened.add(Rows.row("1MB/s", 4, "frames", "local", 2, 11));

    assertThat(Results.read(folder)).hasSize(2).first().isEqualTo(row);
  }

  @Test
  void resultsOfAnotherFormAreNotAddedTo() throws Exception {
    Files.writeString(folder.resolve(Results.FILE), "model,rate\nnet,1MB/s\n");

    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Results.open(folder))
        .withMessageContaining("not of this version");
  }

  @Test
  void aFolderWithoutResultsCannotBeSummedUp() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Results.read(folder))
        .withMessageContaining(Results.FILE);
  }

  @Test
  void whatIsThereIsNotMissing() throws Exception {
    Results results = Results.open(folder);
    Missing missing = new Missing(results, Policies.exact(NETWORK), 0.25, 1);
    List<Policy> all = missing.policies(CELL, 1);
    assertThat(all).hasSize(8);

    results.add(measured(all.get(0), 1, 10));
    assertThat(missing.policies(CELL, 1)).containsExactlyElementsOf(all.subList(1, 8));
    for (Policy policy : all.subList(1, 8)) {
      results.add(measured(policy, 1, 10));
    }

    Grid grid = new Grid(List.of(CELL.rate()), List.of(CELL.input()), List.of(4));
    assertThat(missing.cells(grid)).isEmpty();
    assertThat(new Missing(results, Policies.exact(NETWORK), 0.25, 2).cells(grid))
        .containsExactly(CELL);
    assertThat(new Missing(results, Policies.exact(NETWORK), 0.5, 1).cells(grid))
        .containsExactly(CELL);
  }

  @Test
  void aPolicyFourTimesSlowerThanTheBestIsNotRepeated_andALostOneIs() throws Exception {
    Results results = Results.open(folder);
    Missing missing = new Missing(results, Policies.exact(NETWORK), 0.25, 3);
    List<Policy> all = missing.policies(CELL, 1);
    results.add(measured(all.get(0), 1, 10));
    results.add(measured(all.get(1), 1, 40));
    results.add(measured(all.get(2), 1, 40.1));
    results.add(Observation.lost(missing.asked(CELL, all.get(3), 1), "no answer"));

    assertThat(missing.policies(CELL, 2))
        .contains(all.get(0), all.get(1), all.get(3))
        .doesNotContain(all.get(2));
  }

  private static Observation measured(Policy policy, int round, double ms) {
    return new Observation(
        new Observation.Request(NETWORK.name(), 0.25, "1MB/s", 4, "frames", policy.name(), round),
        new Observation.Times(ms, ms, null, null),
        new Observation.Parts(null, null, null, null, null),
        new Observation.Result("4@3", "split", false, true, 0, null));
  }
}
