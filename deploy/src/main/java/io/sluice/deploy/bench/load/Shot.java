package io.sluice.deploy.bench.load;

/**
 * One frame of a camera.
 *
 * @param picture what it shows
 * @param scene the same for frames that follow each other and show the same thing
 */
record Shot(Picture picture, long scene) {}
