package io.isthmus.cli.stream;

import io.isthmus.cli.FailedException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Has the frames of a source answered as they come: the newest one first, as many at once as pay.
 * What the device cannot keep up with is dropped before it is sent, so no queue grows.
 */
final class StreamRun implements AutoCloseable {

  private static final long LOOK_EVERY_MS = 50;
  private static final long PAUSE_MS = 250;

  private final NewestFrame newest;
  private final Capture capture;
  private final FrameClient client;
  private final FrameSize size;
  private final Consumer<FrameAnswer> answers;
  private final Consumer<String> line;
  private final StreamProgress progress;
  private final ExecutorService senders = Executors.newCachedThreadPool(StreamRun::thread);
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(StreamRun::thread);
  private final long beganNanos = System.nanoTime();
  private @Nullable FailedException failure;

  /**
   * A run that has not begun.
   *
   * @param answers is told what became of each frame that was sent, in their order
   * @param line is told now and then how it goes
   */
  StreamRun(
      NewestFrame newest,
      Capture capture,
      FrameClient client,
      FrameSize size,
      StreamProgress progress,
      Consumer<FrameAnswer> answers,
      Consumer<String> line) {
    this.newest = newest;
    this.capture = capture;
    this.client = client;
    this.size = size;
    this.progress = progress;
    this.answers = answers;
    this.line = line;
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "stream");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Runs until the source ends, or this is closed, or so many frames have been sent.
   *
   * @param most how many frames are sent at most
   * @return the figures of all
   * @throws FailedException if the source has no frames
   */
  Tally.Figures run(long most) throws InterruptedException, FailedException {
    senders.execute(this::capture);
    Future<?> regularly =
        looking.scheduleAtFixedRate(
            this::look, LOOK_EVERY_MS, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    for (long sent = 0; sent < most; sent++) {
      awaitRoom();
      Frame frame = newest.take();
      if (frame == null) {
        break;
      }
      long index = sent;
      synchronized (this) {
        progress.sent();
      }
      senders.execute(() -> answer(index, frame));
    }
    capture.close();
    Tally.Figures figures = end();
    regularly.cancel(false);
    return figures;
  }

  private void capture() {
    try {
      capture.run();
    } catch (FailedException e) {
      synchronized (this) {
        failure = e;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      newest.end();
    }
  }

  private synchronized void awaitRoom() throws InterruptedException {
    while (!progress.hasRoom()) {
      wait();
    }
  }

  private synchronized Tally.Figures end() throws InterruptedException, FailedException {
    while (!progress.isIdle()) {
      wait();
    }
    if (failure != null) {
      throw failure;
    }
    return progress.figures(sinceMs(System.nanoTime()), newest.dropped());
  }

  private void answer(long index, Frame frame) {
    FrameClient.Reply reply;
    try {
      reply = client.send(frame, size, System.nanoTime());
    } catch (InterruptedException e) {
      reply = new FrameClient.Reply.Missed(FrameAnswer.Status.FAILED, "the stream has ended");
    } catch (RuntimeException e) { // a fault of ours: the frame must not be missing for ever
      reply = new FrameClient.Reply.Missed(FrameAnswer.Status.FAILED, e.toString());
    }
    FrameAnswer answer =
        FrameAnswer.of(frame, sinceMs(frame.capturedNanos()), reply, System.nanoTime());
    if (answer.status() == FrameAnswer.Status.REFUSED
        || answer.status() == FrameAnswer.Status.FAILED) {
      pause();
    }
    done(index, answer);
  }

  /** Who has no room, or is gone, is not asked again at once: its place in flight stays taken. */
  private static void pause() {
    try {
      Thread.sleep(PAUSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void done(long index, FrameAnswer answer) {
    progress.done(index, answer).forEach(answers);
    notifyAll();
  }

  private synchronized void look() {
    double nowMs = sinceMs(System.nanoTime());
    progress.look(nowMs);
    String how = progress.endPeriod(nowMs, newest.dropped());
    if (how != null) {
      line.accept(how);
      notifyAll(); // the limit may have risen
    }
  }

  private double sinceMs(long nanos) {
    return (nanos - beganNanos) / 1e6;
  }

  @Override
  public void close() {
    capture.close();
    newest.end();
    looking.shutdownNow();
    senders.shutdown();
  }
}
