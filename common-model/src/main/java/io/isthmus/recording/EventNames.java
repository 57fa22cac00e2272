package io.isthmus.recording;

import io.isthmus.control.DeviceEvent;
import io.isthmus.control.EdgeEvent;
import io.isthmus.control.Event;
import io.isthmus.control.GuardEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The events by their names in a recording, which are those of their classes. */
final class EventNames {

  private static final Map<String, Class<?>> BY_NAME = new LinkedHashMap<>();

  static {
    Stream.of(DeviceEvent.class, EdgeEvent.class, GuardEvent.class)
        .flatMap(kind -> Stream.of(kind.getPermittedSubclasses()))
        .forEach(event -> BY_NAME.put(event.getSimpleName(), event));
  }

  private EventNames() {}

  static String of(Event event) {
    return event.getClass().getSimpleName();
  }

  /** The class of that name; null if there is none. */
  static @Nullable Class<? extends Event> named(String name) {
    Class<?> found = BY_NAME.get(name);
    return found == null ? null : found.asSubclass(Event.class);
  }
}
