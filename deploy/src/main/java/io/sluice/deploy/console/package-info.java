/**
 * The console: a web page that shows a running system as any consumer of its topics sees it, whether it is served by a
 * process that infers or by one of its own. {@link io.sluice.deploy.console.Console} is all that others need.
 */
package io.sluice.deploy.console;
