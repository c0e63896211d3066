/**
 * How right a model is on labelled pictures at different operating points: {@link
 * io.sluice.deploy.evaluation.LabelledPictures} finds them, {@link io.sluice.deploy.evaluation.Evaluation} runs every point
 * on each of them. Nothing here prints.
 */
package io.sluice.deploy.evaluation;
