package io.sluice.deploy.console;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * How a camera is answered.
 *
 * @param answer the last; stands beside the others in JSON
 * @param perSecond answers of any outcome a second
 * @param shed answers since the page has been served
 * @param rejected likewise
 */
record CameraView(String camera, @JsonUnwrapped AnswerView answer, double perSecond, long shed, long rejected) {}
