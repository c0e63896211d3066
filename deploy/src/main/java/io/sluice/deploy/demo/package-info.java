/**
 * All of Sluice in one process, watched from outside: {@link io.sluice.deploy.demo.Demo} runs a broker, ingest and inference,
 * follows the labels and metrics as any user's consumer would, and accounts for every frame.
 */
package io.sluice.deploy.demo;
