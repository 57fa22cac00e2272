package io.isthmus.codec;

/** Codes what is told of the channels: exponents and scales as differences, centres as they are. */
final class ChannelCoder {

  private final RangeCoder coder;
  private final NumberCoder exponents = new NumberCoder();
  private final NumberCoder centres = new NumberCoder();
  private final NumberCoder scales = new NumberCoder();
  private LevelChannel before = LevelChannel.NONE;

  ChannelCoder(RangeCoder coder) {
    this.coder = coder;
  }

  /** Codes the next channel; a reader of bits gets anything that its types can hold. */
  LevelChannel code(LevelChannel channel) {
    int exponent = exponents.code(coder, channel.exponent() - before.exponent());
    int centre = centres.code(coder, channel.centre());
    int scale = scales.code(coder, channel.scale() - before.scale());
    before = new LevelChannel(before.exponent() + exponent, centre, before.scale() + scale);
    return before;
  }
}
