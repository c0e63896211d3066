/**
 * Traces of single frames for OpenTelemetry, from capture to the answer. OpenTelemetry stays in here: without {@code
 * --traces-endpoint} none of its classes is loaded.
 */
package io.sluice.deploy.traces;
