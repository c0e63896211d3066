/**
 * Models that load decides about: {@link io.sluice.deploy.calibration.AdaptiveModels} measures the operating points that an
 * operator may want on this machine and on samples of what its cameras see, keeps those that are worth having, and
 * remembers what was measured. Nothing here prints.
 */
package io.sluice.deploy.calibration;
