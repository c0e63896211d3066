/** Figures as picture files: measurements as points, joined by lines. */
package io.sluice.deploy.plot;
