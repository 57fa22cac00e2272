package io.isthmus.device.decide;

import java.util.List;

/**
 * How things stand, as JSON.
 *
 * @param conditions the live estimates
 * @param ages how old they are
 * @param why what one frame would be decided now, as a sentence
 * @param candidates its cuts, those that are ruled out included
 * @param accuracy how right predictions and decisions are
 * @param gains what choosing has gained
 * @param map the best cuts for rate × batch
 * @param suspended options that checks have shown to change more answers than promised
 */
public record PresentView(
    ConditionsView conditions,
    AgesView ages,
    String why,
    List<CutView> candidates,
    AccuracyView accuracy,
    GainsView gains,
    MapView map,
    List<CheckView> suspended) {}
