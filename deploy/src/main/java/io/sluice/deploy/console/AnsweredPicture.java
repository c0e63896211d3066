package io.sluice.deploy.console;

/** A picture, and what was answered about that very frame. */
record AnsweredPicture(Picture picture, AnswerView answer) {}
