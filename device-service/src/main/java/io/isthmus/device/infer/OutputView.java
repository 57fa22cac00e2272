package io.isthmus.device.infer;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An output of the network for one image.
 *
 * @param kind what it means
 * @param shape of {@code data}: of a mask [H,W], of any other the output's own
 * @param dtype F32; of a mask U16, the class of each place
 * @param data its values, row by row; absent where an answer would have too many
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record OutputView(String kind, List<Integer> shape, String dtype, @Nullable Object data) {}
