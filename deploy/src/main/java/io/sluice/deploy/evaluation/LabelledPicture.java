package io.sluice.deploy.evaluation;

import java.nio.file.Path;

/**
 * A picture and what it shows.
 *
 * @param label class of the model
 */
public record LabelledPicture(Path file, int label) {}
