/** What becomes of a picture's tokens: {@link io.sluice.deploy.tokens.TokenMaps} says it of frames, for those who look at them. */
package io.sluice.deploy.tokens;
