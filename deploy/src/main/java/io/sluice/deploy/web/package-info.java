/** The one HTTP port of a process: who may use what on it. What is served comes from {@link io.sluice.deploy.web.WebPart}s. */
package io.sluice.deploy.web;
