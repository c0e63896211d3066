/** Fetches published weights, and what stands beside them, into a folder of this machine. */
package io.sluice.deploy.fetch;
