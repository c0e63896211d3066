/** Figures as picture files: measurements as points, joined by lines; what became of a picture's tokens. */
package io.sluice.deploy.plot;
