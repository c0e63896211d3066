/** Where a frame's trace goes through inference. What follows it is the caller's choice, usually nobody. */
package io.sluice.inference.tracing;
