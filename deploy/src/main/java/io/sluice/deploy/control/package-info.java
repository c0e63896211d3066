/** What operators ask of all inference instances. */
package io.sluice.deploy.control;
