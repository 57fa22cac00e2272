package io.isthmus.cli.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.isthmus.cli.UsageException;
import io.isthmus.profile.MadeProfile;
import io.isthmus.units.DataRate;
import io.isthmus.units.DataSize;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PredictorTest {

  private static final List<DataRate> RATES =
      DoubleStream.iterate(30e3, r -> r < 200e6, r -> r * 1.37).mapToObj(DataRate::new).toList();

  @Test
  void timesAreThoseOfEquation4And5() throws Exception {
    Predictor predictor = new Predictor(Made.tiny(), Made.paper());
    State state = Made.state(2, 4); // D = 24 bytes, at 4 bytes a millisecond
    assertThat(predictor.time(0, state).totalMs()).isEqualTo(6 + 6);
    assertThat(predictor.time(2, state).totalMs()).isEqualTo(30 + 3 + 3);
    assertThat(predictor.time(3, state).totalMs()).isEqualTo(60);
  }

  @ParameterizedTest
  @EnumSource(CostKind.class)
  void theBestCutIsTheFastestOfAllCandidates(CostKind cost) throws Exception {
    for (boolean mayLeave : List.of(true, false)) {
      Terms terms = new Terms(cost, new InputForm.Frames(), mayLeave);
      Predictor predictor = new Predictor(Made.b4(), terms);
      for (State state : State.all(RATES, Batches.upTo(64))) {
        double fastest =
            predictor.candidates().stream()
                .mapToDouble(cut -> predictor.time(cut, state).totalMs())
                .min()
                .orElseThrow();
        assertThat(predictor.best(state).totalMs()).as("%s", state).isEqualTo(fastest);
        assertThat(predictor.candidates()).contains(predictor.best(state).option().cut());
      }
    }
  }

  @Test
  void aSlowerLinkNeverMovesTheBestCutToOneWithMoreBytes() throws Exception {
    Predictor predictor = new Predictor(Made.b4(), Made.paper());
    for (int batch = 1; batch <= 64; batch++) {
      double bytes = 0;
      for (DataRate rate : RATES) { // ever faster
        int cut = predictor.best(new State(batch, rate)).option().cut();
        double needed = cut == predictor.network().length() ? 0 : predictor.network().ratio(cut);
        assertThat(needed).as("batch %d at %s", batch, rate).isGreaterThanOrEqualTo(bytes);
        bytes = needed;
      }
      assertThat(bytes).as("at the fastest rate raw input is sent").isEqualTo(1);
    }
  }

  @Test
  void candidatesAreTheInputTheCompressiveBottlenecksAndTheEnd() throws Exception {
    assertThat(new Predictor(Made.b4(), Made.paper()).candidates())
        .containsExactly(0, 4, 8, 12, 24, 34);
    assertThat(privately().candidates()).containsExactly(2, 3);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "offload, 0", "input, 0", "u2, 2", "2, 2", "3, 3", "local, 3", "u3, 3"})
  void aCutIsANumberOrAName(String text, int cut) throws Exception {
    assertThat(new Predictor(Made.tiny(), Made.paper()).cut(text)).isEqualTo(cut);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "4", "-1", "u4", "auto", "2.0", "99999999999"})
  void anotherCutIsRefused(String text) throws Exception {
    Predictor predictor = new Predictor(Made.tiny(), Made.paper());
    assertThatExceptionOfType(UsageException.class).isThrownBy(() -> predictor.cut(text));
  }

  @Test
  void rawInputThatMayNotLeaveCannotBeTheFixedCutEither() throws Exception {
    Predictor predictor = privately();
    assertThatExceptionOfType(UsageException.class).isThrownBy(() -> predictor.cut("offload"));
    assertThat(predictor.cut("u1")).isEqualTo(1);
  }

  @Test
  void photographsMakeOffloadingCheaperAndNothingElse() throws Exception {
    Predictor frames = wire(new InputForm.Frames());
    Predictor photos = wire(new InputForm.Jpeg(new DataSize(50_000), 250_000));
    State state = new State(1, new DataRate(1e6));
    assertThat(photos.time(0, state).transferMs()).isLessThan(frames.time(0, state).transferMs());
    for (int cut : List.of(4, 12)) {
      assertThat(photos.time(cut, state).transferMs())
          .isEqualTo(frames.time(cut, state).transferMs());
    }
    assertThat(photos.time(4, state).decodeMs()).isPositive();
    assertThat(frames.time(4, state).decodeMs()).isZero();
  }

  @Test
  void theSamplesAreAboutAsLargeAsPhotographsAre() throws Exception {
    InputForm.Jpeg mean = Samples.mean();
    assertThat(mean.size().bytes()).isBetween(35_000L, 75_000L);
    InputForm.Jpeg twice = Samples.ofSize(new DataSize(2 * mean.size().bytes()));
    assertThat(twice.pixels()).isBetween(2 * mean.pixels() - 2, 2 * mean.pixels() + 2);
  }

  @Test
  void aProfileOfAnotherPackageIsRefused() throws Exception {
    Machines b4 = Made.b4();
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(
            () -> Machines.of(b4.network(), b4.device(), MadeProfile.of(MadeProfile.batch(1, 1))))
        .withMessageContaining("profile of the edge");
  }

  private static Predictor wire(InputForm input) throws Exception {
    return new Predictor(Made.b4(), new Terms(CostKind.WIRE, input, true));
  }

  private static Predictor privately() throws Exception {
    return new Predictor(Made.tiny(), new Terms(CostKind.PAPER, new InputForm.Frames(), false));
  }
}
