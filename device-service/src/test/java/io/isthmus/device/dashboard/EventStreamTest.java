package io.isthmus.device.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

class EventStreamTest {

  private static final byte[] FIRST = {1};
  private static final byte[] SECOND = {2};
  private static final int MOST_WAITING = 64;

  private final AsyncContext async = mock(AsyncContext.class);
  private final ServletOutputStream out = mock(ServletOutputStream.class);
  private final List<EventStream> closed = new ArrayList<>();
  private EventStream stream;

  @BeforeEach
  void aResponse() throws IOException {
    ServletResponse response = mock(ServletResponse.class);
    when(async.getResponse()).thenReturn(response);
    when(response.getOutputStream()).thenReturn(out);
    stream = new EventStream(async, Runnable::run, closed::add);
  }

  @Test
  void nothingIsWrittenBeforeTheContainerAllowsIt_thenAllInOrder() throws IOException {
    when(out.isReady()).thenReturn(true);
    stream.send(FIRST);
    stream.send(SECOND);
    verify(out, never()).write(any(byte[].class));
    stream.onWritePossible();
    InOrder order = inOrder(out);
    order.verify(out).write(FIRST);
    order.verify(out).write(SECOND);
    order.verify(out).flush();
  }

  @Test
  void whatDoesNotGoNowWaits_withoutKeepingTheWriter() throws IOException {
    stream.onWritePossible();
    stream.send(FIRST);
    verify(out, never()).write(any(byte[].class));
    when(out.isReady()).thenReturn(true);
    stream.onWritePossible();
    verify(out).write(FIRST);
    verify(out).flush();
  }

  @Test
  void oneThatDoesNotReadIsDropped_once() throws IOException {
    stream.onWritePossible();
    for (int i = 0; i < MOST_WAITING; i++) {
      stream.send(FIRST);
    }
    assertThat(closed).isEmpty();
    stream.send(FIRST);
    stream.send(FIRST);
    assertThat(closed).containsExactly(stream);
    verify(async, times(1)).complete();
    verify(out, never()).write(any(byte[].class));
  }

  @Test
  void oneThatHasGoneIsClosed_whoeverSaysSo() throws IOException {
    when(out.isReady()).thenReturn(true);
    doThrow(new IOException("broken pipe")).when(out).write(any(byte[].class));
    stream.onWritePossible();
    stream.send(FIRST);
    assertThat(closed).containsExactly(stream);
    stream.onError(new IOException("broken pipe"));
    stream.close();
    assertThat(closed).containsExactly(stream);
    // the container ends it, and may have given request and response to another by now
    verify(async, never()).complete();
  }
}
