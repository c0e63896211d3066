/**
 * What the command line does with models: {@link io.sluice.deploy.modeling.ModelRequest} turns a checkpoint or a compiled
 * model into a {@link io.sluice.deploy.modeling.LoadedModel}; others look into models, classify pictures and check
 * reference vectors. Nothing here prints.
 */
package io.sluice.deploy.modeling;
